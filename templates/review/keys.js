// The list by keyboard: j the next case, k the one before, Enter opens it; on a case j and k go along the list.
// Without this everything can be reached too, and whoever does not want such keys turns them off.
const cases = [...document.querySelectorAll(".cases .case")];
const along = document.querySelector("nav.along");
const keys = document.querySelector("#keys");
const KEPT = "priorauth-keys";
let here = -1;

const on = () => localStorage.getItem(KEPT) !== "off";

function told() {
  keys.hidden = false;
  keys.setAttribute("aria-pressed", String(on()));
}

function go(to) {
  if (!cases.length) return;
  if (here >= 0) cases[here].classList.remove("here");
  here = Math.max(0, Math.min(cases.length - 1, to));
  cases[here].classList.add("here");
  cases[here].querySelector(".open").focus();
}

if (keys) {
  told();
  keys.addEventListener("click", () => {
    localStorage.setItem(KEPT, on() ? "off" : "on");
    told();
  });
}

document.addEventListener("keydown", (event) => {
  if (!on() || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  if (event.key !== "j" && event.key !== "k") return;
  const next = event.key === "j";
  if (along) {
    along.querySelector(next ? "[rel=next]" : "[rel=prev]")?.click();
  } else {
    const focused = cases.findIndex((one) => one.contains(document.activeElement));
    if (focused >= 0) here = focused;
    go(next ? here + 1 : here - 1);
  }
  event.preventDefault();
});
