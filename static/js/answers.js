// What the server said to a script, as an object. An answer that was cut off on its way, or that is a page, says nothing.
// Every script reads its answers here, and asks `holds` before it uses what must be in one.
export async function saidIn(response) {
  const said = await response.json().catch(() => null);
  return said !== null && typeof said === "object" ? said : {};
}

// Whether `said` has each of these keys. What has not is no answer, as if the network had failed.
export const holds = (said, ...keys) => keys.every((key) => said[key] !== undefined && said[key] !== null);
