// A screen that nobody touches closes when its session does, so that no patient is left on it: with a warning before,
// and as long as somebody types or points the session is kept alive.
const told = document.querySelector("#idle");
const IDLE = Number(told.dataset.seconds) * 1000;
const WARNED = Math.min(2 * 60 * 1000, IDLE / 2);
const EVERY = Math.min(60 * 1000, IDLE / 4);
const others = new BroadcastChannel("priorauth"); // the exhibit beside the case, and other windows
let asked = Date.now(); // when the session was last kept alive, as far as this page knows

function kept() {
  asked = Date.now();
  told.hidden = true;
}

async function stay() {
  kept();
  others.postMessage("here");
  const answer = await fetch("/here", { redirect: "manual" }).catch(() => null);
  if (answer && answer.status !== 204) location.replace("/");
}

function touch() {
  if (Date.now() - asked > EVERY) stay();
}

for (const what of ["keydown", "pointerdown", "pointermove", "scroll"]) {
  document.addEventListener(what, touch, { passive: true });
}
others.addEventListener("message", kept);
others.postMessage("here");
told.querySelector("button").addEventListener("click", stay);
if (window === window.top) {
  setInterval(() => {
    const since = Date.now() - asked;
    if (since > IDLE) location.replace("/");
    else if (since > IDLE - WARNED) told.hidden = false;
  }, 1000);
}
