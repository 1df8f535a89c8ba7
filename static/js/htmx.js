// For the pages where a part renews itself: htmx under a strict content security policy: no style of its own, no code from attributes. A form that comes back
// with its errors (422) is shown like any answer.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0, // confidential pages do not stay in the browser's storage
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});
