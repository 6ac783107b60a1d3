// The list by keyboard: j the next case, k the one before, Enter opens it. Without this everything can be reached too.
"use strict";

const cases = [...document.querySelectorAll(".cases .case")];
let here = -1;

function go(to) {
  if (!cases.length) return;
  if (here >= 0) cases[here].classList.remove("here");
  here = Math.max(0, Math.min(cases.length - 1, to));
  cases[here].classList.add("here");
  cases[here].querySelector(".open").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select, button")) return;
  const focused = cases.findIndex((one) => one.contains(document.activeElement));
  if (focused >= 0) here = focused;
  if (event.key === "j") go(here + 1);
  else if (event.key === "k") go(here - 1);
  else return;
  event.preventDefault();
});
