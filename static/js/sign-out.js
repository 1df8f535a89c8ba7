// Signing out: tell the server if no words wait on this computer, so that it can have the browser clear what it stored.
const nothingWaits = () =>
  new Promise((resolve) => {
    const opening = indexedDB.open("copsite-room");
    let isNew = false;
    opening.onupgradeneeded = () => {
      isNew = true;
      opening.transaction.abort(); // it was not there: leave it so
    };
    opening.onerror = () => resolve(isNew);
    opening.onsuccess = () => {
      const database = opening.result;
      const done = (answer) => {
        database.close();
        resolve(answer);
      };
      if (!database.objectStoreNames.contains("words")) return done(true);
      const words = database.transaction("words").objectStore("words").count();
      words.onsuccess = () => done(words.result === 0);
      words.onerror = () => done(false);
    };
  });

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]") || event.defaultPrevented) return; // the room warns of unsent words itself
  event.preventDefault();
  if (await nothingWaits().catch(() => false)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "nothing_unsent", value: "yes" }));
  }
  form.submit();
});
