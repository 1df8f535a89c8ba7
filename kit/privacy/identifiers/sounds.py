"""Knowing names by how they are made, where lists end: "wojciechowska", "gurpreet", "xiaohong". Pure."""

import re
from functools import lru_cache

from kit.privacy.identifiers import lists

ENDS = re.compile(
    r"""[a-z]{3,14}(?:ski|ska|sky|wicz|czyk|czak|enko|chuk|escu|eanu|auskas|aitis|aite|iene|yte|unas|evic|ovic|ovich|evich|ova|eva
    |shvili|adze|opoulos|oglu|ullah|ulla|uddin|udin|zadeh|yan|inho|inha|ildo|ilda|aldo|preet|jeet|jit|inder|winder|deep|want
    |meet|kumar|bhai|ben|selassie|mariam|giorgis|medhin|mikael|bek|boye|keh|wanjiru|yaw|oluwa)""",
    re.VERBOSE,
)
STARTS = re.compile(
    r"""(?:abdul|abdel|abdi|abdou|olu|oluwa|ade|ayo|ola|chukwu|chi|nna|nkem|ife|oghene|ogh|gebre|tekle|wolde|welde|habte|haile
    |mac|mc|o'|fitz|nguy|kwa|kwe|nana|bint|bin|ul|noor|nur|shah|gul|xiao|zh|kry|grz|prz|szcz|wlod|mohamm?[ae]d|muham|moham)[a-z]{3,14}""",
    re.VERBOSE,
)
SYLLABLE = r"""(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu
    |ua|uo|ue|ui|a|e|i|o|u)"""
TWO_SYLLABLES = re.compile(f"({SYLLABLE})({SYLLABLE})", re.VERBOSE)
STEPS = re.compile(
    "(?:zh|q[iu]|x[iu]|[jx]ia|hua|hui|xing|ming|ling|hong|jing|ying|ping|mei|wei|yun|yan|guo|jun|feng|lan|jie|xue|chun|shu|min|yu|lin|yin|zhen|xin|rong)"
)
VIETNAMESE = re.compile(
    r"""(?:ngh?|nh|th|tr|ph|kh|gi|qu|ch|[bcdghklmnrstvx])(?:[aeiouy]{1,3}nh|uong|uyen|uynh|uyet|iep|iem|ieu|uoc|ung|oang|oan)
    |ng[aeiouy]+[a-z]{0,3}""",
    re.VERBOSE,
)
VOWEL = re.compile("[aeiouy]")
NO_VOWELS = re.compile("[^aeiouy]{5}")


@lru_cache(maxsize=20_000)
def sounds_like_a_name(word: str) -> bool:
    """Return whether a word in small letters, which is in no dictionary, is made like a name of some origin."""
    if len(word) > 3 and VIETNAMESE.fullmatch(word):
        return True
    if len(word) < 5 or len(word) > 20 or lists.is_compound(word):
        return False
    if ENDS.fullmatch(word) or STARTS.fullmatch(word):
        return True
    return bool(TWO_SYLLABLES.fullmatch(word)) and bool(STEPS.search(word))


def can_be_said(word: str) -> bool:
    """Return whether a word in small letters is no abbreviation: it has vowels, and not only consonants in a row."""
    return len(word) > 2 and bool(VOWEL.search(word)) and not NO_VOWELS.search(word)


# Syllables of Chinese names as they are spelled in Malaysia, Singapore, Hong Kong and China: two of them are one name.
SYLLABLES = frozenset(
    """ah ai bao bee beng boon buay chai chan chay chee cheng cheok cheong chia chin ching choo chong chow choy chua chui chun chung
    dong eng fatt feng foo fook fong fung gaik geok gim guan guat hai heng hian ho hock hoe hong hoon hoong hor hsien hua huang huat
    hui hwa hwee jia jian jie jin jing juan jun kam kar keat kee keng keong khim khoo kiat kim kin kit koh kok kong kuan kuen kum kwai
    kwan kwang kwee kwok lai lan lay lee leng leong li lian liang lim lin ling liu lok loke loong luan lui mei mee meng mei miao ming
    mooi moi mui mun nam neo ngan ngoh nui oi onn pei peng phaik pheng pik ping poh pooi puay qi qian qin qing rong rui seah seng
    shan shao shen sheng shi shu siang siau siew sim sin siok siong siow soh sook soon suan sui suk sum swee tai tan tat tatt teck tee
    teik teng tiam tian tin ting tiong toh tong tse tuan wah wai wan wee wei wen weng wing woon xian xiang xiao xin xing xiu xue yan
    yang yao yee yen yeow yi yin ying yit yoke yong yoon yue yuen yuet yun zhen zheng zhi zhong min""".split()
)

# One-syllable names of families and people in Vietnam and China, which are words here too.
OF_ONE_SYLLABLE = SYLLABLES | frozenset(
    """anh bao binh bui cai cao chau chen cheung cui dang dao dat deng diep dinh ding do doan du duc dung duong fang fen feng gang gao giang guo
    ha han hang hanh hao he hieu hoa hoang hu hue hung huong huyen huynh jiang ke kha khanh khoa kien kieu lam lanh lau le lei leung lien linh loan loc long lu
    luo luong ly ma mai mak man minh my nga ngan nghia ngo ngoc nguyen nguyet nhan nhi nhung oanh pan peng pham phan phong phuc phuong poon quach quang quoc quyen
    quynh ren san son song su sun szeto ta tam tang tao te thach thai thang thanh thao thi thien thinh thoa thu thuan thuy tin to tra tram tran trang tri trinh
    trong truc trung truong tsang tse tsui tu tuyen tuyet uyen van viet vinh vo vu wang wu xia xie xu yan ye yeung yip yu zeng zhang zhao zheng zhou zhu""".split()
)
WORDS_OF_ONE_SYLLABLE = frozenset("do ha he ho long ma man my so to ta me see sea sun van".split())


def goes_with(low: str, name: str, *, capitals: bool) -> bool:
    """Return whether a word makes one name of one syllable each with a name beside it: "hung mak", "Tuan Do"."""
    if low not in OF_ONE_SYLLABLE or name not in OF_ONE_SYLLABLE or lists.is_usual(name):
        return False
    return capitals or low not in WORDS_OF_ONE_SYLLABLE


def are_syllables_of_a_name(first: str, second: str) -> bool:
    """Return whether two words in small letters are together a name, as "hui min" and "boon keat" are."""
    return (
        first in SYLLABLES and second in SYLLABLES and not (lists.is_usual(first) and lists.is_usual(second))
    )
