// Every behaviour of the pages, one file each. Each page works without them, as plain links and forms.
import "./has-script.js";
import "./account-menu.js";
import "./agenda.js";
import "./attendance-keys.js";
import "./days.js";
import "./drafts.js";
import "./error-focus.js";
import "./find-key.js";
import "./marks.js";
import "./once.js";
import "./passkey.js";
import "./print.js";
import "./quotes.js";
import "./sign-out.js";
import "./time-out.js";
import "./waiting.js";
import "./word-count.js";
