import { clock, h, length, live, send } from "./live.js";
import { Sound } from "./sound.js";

const number = decodeURIComponent(location.pathname.split("/").pop() || "");
const base = encodeURIComponent(number);
const el = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (el(id));
const sound = new Sound();

const letters = ["", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", ""];
const names = { "*": "* star", "#": "# hash" };
[..."123456789*0#"].forEach((key, i) => {
	el("pad").append(
		h("button", { type: "button", class: "key", "data-key": key, "aria-label": names[key], onclick: () => press(key) }, key, /[0-9]/.test(key) && h("small", { "aria-hidden": "true" }, letters[i] || "\u00a0")),
	);
});

/** What was shown last. @type {any} */
let shown = { Call: null };
let told = ""; // the call and state that were announced
let lines = 0; // how many lines of that call are on the screen
let firstLine = "";
let arrived = performance.now();

function show(state) {
	shown = state;
	arrived = performance.now();
	const call = state.call;
	const now = call ? call.state : "free";
	el("phone").dataset.state = now;
	el("number").textContent = state.display;

	button("answer").hidden = button("decline").hidden = now !== "ringing";
	el("pad").hidden = now !== "talking";
	button("hangup").hidden = now !== "talking" && now !== "calling";
	el("acts").hidden = now !== "ringing" && now !== "talking" && now !== "calling";
	numbers(state.lines, now === "free" || now === "ended");
	if (told !== `${call?.sid} ${now}`) announce(call, now, state);
	transcript(call, now);
	tick();
}

/** Which numbers this phone can call, while it is free. */
function numbers(lines, free) {
	const list = /** @type {HTMLSelectElement} */ (el("to"));
	el("dial").hidden = !free || lines.length === 0;
	const all = lines.map((n) => n.number).join();
	if (list.dataset.lines === all) return;
	list.dataset.lines = all;
	list.replaceChildren(...lines.map((n) => h("option", { value: n.number }, n.display)));
}

/** Says a new state once, and puts the focus where the next press is. */
function announce(call, now, state) {
	told = `${call?.sid} ${now}`;
	const held = document.activeElement;
	const lost = !held || held === document.body || !held.checkVisibility();
	el("trouble").hidden = true;
	el("state").textContent = { free: "Ready", ringing: "Incoming call", calling: "Calling", talking: "On the phone with", ended: call?.words }[now] || "";
	el("caller").textContent = now === "free" ? state.display : call.from;
	document.title = { calling: `Calling – ${call?.from}`, ringing: `Incoming call – ${call?.from}`, talking: `On the phone – ${call?.from}` }[now] || `Phone ${state.display}`;
	if (lost && now === "ringing") button("answer").focus();
	if (lost && now === "calling") button("hangup").focus();
	if (lost && now === "talking") el("pad").focus({ preventScroll: true });
	if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(now === "ringing" ? [400, 200, 400, 1000, 400, 200, 400] : 0);
	sound.ring(now === "ringing");
	recent(state.recent, now === "free" || now === "ended");
}

function transcript(call, now) {
	const list = el("talk");
	const said = call && now !== "ringing" ? call.lines : [];
	list.hidden = said.length === 0;
	const head = call ? call.sid + (said[0]?.at ?? "") : "";
	if (firstLine !== head || lines > said.length) {
		list.replaceChildren();
		lines = 0;
		firstLine = head;
	}
	const low = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
	const fresh = lines > 0 || now === "talking";
	for (const line of said.slice(lines)) {
		list.append(
			h("p", { class: `line line-${line.who}`, title: clock(line.at) }, line.who === "them" && h("span", { class: "by" }, "On the line "), line.text),
		);
		if (fresh && (line.who === "line" || line.who === "them")) sound.say(line.text);
	}
	if (said.length > lines && (low || lines === 0)) list.scrollTop = list.scrollHeight;
	lines = said.length;
}

function recent(calls, visible) {
	const box = el("recent");
	const ended = shown.call?.state === "ended" && shown.call.lines.length > 0;
	box.hidden = !visible || ended;
	if (box.hidden) return;
	const list = /** @type {HTMLElement} */ (box.querySelector("ul"));
	list.replaceChildren(
		...calls.map((c) =>
			h("li", { class: c.missed ? "missed" : "" }, h("span", {}, h("b", {}, c.from), h("span", { class: "sm muted" }, c.words)), h("span", { class: "push sm muted nw" }, c.seconds ? `${length(c.seconds)} · ` : "", clock(c.since).slice(0, 5))),
		),
	);
	if (calls.length === 0) list.append(h("li", { class: "none" }, "No calls yet. Leave this page open: it rings here."));
}

/** The call's length runs between two states, at the speed of the carrier's clock. */
function tick() {
	const call = shown.call;
	const since = el("since");
	let text = "";
	if (call?.state === "talking") text = length(call.seconds + ((performance.now() - arrived) / 1000) * shown.speed);
	else if (call?.state === "ringing") text = call.robot ? "Answers by itself" : "";
	else if (call?.state === "ended") text = call.seconds ? `${length(call.seconds)} · ${clock(call.ended).slice(0, 5)}` : clock(call.ended).slice(0, 5);
	if (since.textContent !== text) since.textContent = text;
}

let sorry = 0;
async function act(what, body) {
	try {
		take(await send(`${base}/${what}`, "POST", body));
	} catch (e) {
		el("trouble").textContent = e instanceof TypeError ? "The carrier cannot be reached." : e.message;
		el("trouble").hidden = false;
		window.clearTimeout(sorry);
		sorry = window.setTimeout(() => (el("trouble").hidden = true), 5000);
	}
}

function press(key) {
	sound.key(key);
	const b = el("pad").querySelector(`[data-key="${CSS.escape(key)}"]`);
	b?.classList.add("down");
	window.setTimeout(() => b?.classList.remove("down"), 140);
	void act("press", { keys: key });
}

for (const what of ["answer", "decline", "hangup"]) button(what).addEventListener("click", () => act(what));
el("dial").addEventListener("submit", (e) => {
	e.preventDefault();
	void act("dial", { to: /** @type {HTMLSelectElement} */ (el("to")).value });
});
button("sound").addEventListener("click", () => {
	sound.turn(!sound.on);
	button("sound").setAttribute("aria-pressed", String(sound.on));
	sound.ring(shown.call?.state === "ringing");
});
document.addEventListener("keydown", (e) => {
	if (e.target instanceof HTMLSelectElement) return; // its own keys choose
	if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
	const act1 = { a: "answer", d: "decline", h: "hangup" }[e.key.toLowerCase()];
	if (act1 && !button(act1).hidden) button(act1).click();
	else if (/^[0-9*#]$/.test(e.key) && !el("pad").hidden) press(e.key);
	else return;
	e.preventDefault();
});

window.setInterval(tick, 250);
const take = live(`${base}/state?page`, `${base}/events`, show, (up) => {
	el("link").dataset.state = up ? "live" : "reconnecting";
	el("link").textContent = up ? "Live" : "Reconnecting…";
});
