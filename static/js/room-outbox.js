// Words that are not on the server yet, kept in IndexedDB under AES-GCM. The key is derived by the server for the person
// who is signed in, can't be taken out of the browser's hands, and lives in memory only: whoever uses this computer next
// reads nothing, and what they can't read is never shown.
const WEEKS = 8 * 7 * 24 * 3600 * 1000;
const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function openOutbox(secret, owner, room) {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const opening = indexedDB.open("copsite-room", 2);
  opening.onupgradeneeded = () => {
    if (!opening.result.objectStoreNames.contains("words")) opening.result.createObjectStore("words", { keyPath: "id" });
  };
  const database = await asked(opening);
  const store = (mode) => database.transaction("words", mode).objectStore("words");
  const tab = crypto.randomUUID(); // two tabs of one person keep their words apart
  const isOurs = (row, field) => row.owner === owner && row.room === room && row.field === field;

  return {
    async put(field, entry) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const words = new TextEncoder().encode(JSON.stringify(entry));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words);
      await asked(store("readwrite").put({ id: `${tab} ${field}`, owner, room, field, tab, key: entry.key, at: Date.now(), iv, data }));
    },
    // What this tab kept of the field, or another one that was closed, where it is the text of the save `key`.
    async remove(field, key) {
      const words = store("readwrite");
      for (const row of await asked(words.getAll())) {
        if (isOurs(row, field) && (row.tab === tab || row.key === key)) words.delete(row.id);
      }
    },
    // This tab keeps the text of the save `key` from now on; the tab that left it here needs to no more.
    async adopt(field, key) {
      const words = store("readwrite");
      for (const row of await asked(words.getAll())) {
        if (isOurs(row, field) && row.tab !== tab && row.key === key) words.delete(row.id);
      }
    },
    // The words of each field that other tabs left here, newest first. What this tab typed is on its screen.
    async left() {
      const found = [];
      const rows = await asked(store("readonly").getAll());
      for (const row of rows.sort((one, other) => other.at - one.at)) {
        if (Date.now() - row.at > WEEKS) await asked(store("readwrite").delete(row.id));
        else if (row.tab !== tab && isOurs(row, row.field)) {
          const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.data).catch(() => null);
          if (words) found.push([row.field, JSON.parse(new TextDecoder().decode(words))]);
        }
      }
      return found;
    },
  };
}
