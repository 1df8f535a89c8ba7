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
  const opening = indexedDB.open("copsite-room", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("words", { keyPath: "id" });
  const database = await asked(opening);
  const store = (mode) => database.transaction("words", mode).objectStore("words");
  const idOf = (field) => `${owner} ${room} ${field}`;

  return {
    async put(field, entry) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const words = new TextEncoder().encode(JSON.stringify(entry));
      const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words);
      await asked(store("readwrite").put({ id: idOf(field), owner, at: Date.now(), iv, data }));
    },
    remove: (field) => asked(store("readwrite").delete(idOf(field))),
    async all() {
      const found = [];
      for (const row of await asked(store("readonly").getAll())) {
        if (Date.now() - row.at > WEEKS) await asked(store("readwrite").delete(row.id));
        else if (row.owner === owner && row.id.startsWith(idOf(""))) {
          const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.data).catch(() => null);
          if (words) found.push([row.id.slice(idOf("").length), JSON.parse(new TextDecoder().decode(words))]);
        }
      }
      return found;
    },
  };
}
