import { clock, h, length, live, send } from "./live.js";

const el = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const shapes = {
	queued: '<circle cx="12" cy="12" r="8" stroke-dasharray="3 3"/>',
	initiated: '<circle cx="12" cy="12" r="8" stroke-dasharray="3 3"/>',
	ringing: '<path d="M7 10a5 5 0 0 1 10 0c0 4 2 5 2 5H5s2-1 2-5zM10.500 19h3"/>',
	"in-progress": '<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3" fill="currentColor"/>',
	completed: '<circle cx="12" cy="12" r="8"/><path d="m8.500 12 2.500 2.500 4.500-5"/>',
	busy: '<circle cx="12" cy="12" r="8"/><path d="M8 12h8"/>',
	"no-answer": '<circle cx="12" cy="12" r="8"/><path d="M12 8v4l2.500 2"/>',
	canceled: '<circle cx="12" cy="12" r="8"/><path d="m9 9 6 6m0-6-6 6"/>',
	failed: '<path d="M12 4 3 19h18zM12 10v4m0 2.500v.1"/>',
};
const faults = [
	["Webhooks 5 s late", [{ kind: "status", effect: "delay", delay: "5s" }]],
	["Webhooks out of order", [{ kind: "status", effect: "swap", probability: 0.5 }]],
	["Held back until the call is over", [{ kind: "status", effect: "hold" }]],
	["Webhooks twice at once", [{ kind: "webhook", effect: "duplicate", copies: 2, concurrent: true }]],
	["One webhook in five lost", [{ kind: "status", effect: "drop", probability: 0.2 }]],
	["Badly signed", [{ kind: "webhook", effect: "bad_signature", probability: 0.2 }]],
	["Documents by the fallback URL", [{ kind: "document", effect: "fallback" }]],
	["Too many requests (429)", [{ kind: "create", effect: "throttle", retry_after: 2 }]],
	["Server errors (500)", [{ kind: "rest", effect: "error", status: 500 }]],
	["Reply lost after the call is made", [{ kind: "create", effect: "lost_reply" }]],
	["Calls made, nothing reported", [{ kind: "create", effect: "silent" }]],
	["Calls accepted, never placed", [{ kind: "create", effect: "never_place" }]],
	["Half of the rooms' reports lost", [{ kind: "room", effect: "drop", probability: 0.5 }]],
	["Rooms' reports twice at once", [{ kind: "room", effect: "duplicate", copies: 2, concurrent: true }]],
	["Rooms' reports out of order", [{ kind: "room", effect: "swap", probability: 0.5 }]],
	["Verdicts 5 s late", [{ kind: "verdict", effect: "delay", delay: "5s" }]],
	["One verdict in five wrong", [{ kind: "verdict", effect: "wrong", probability: 0.2 }]],
	["No verdicts", [{ kind: "verdict", effect: "drop" }]],
	["Lines drop after 10 s", [{ kind: "leg", effect: "drop_leg", delay: "10s" }]],
];
const shares = [["answer", "Answer"], ["machine", "Voicemail"], ["busy", "Busy"], ["reject", "Decline"], ["unreachable", "Unreachable"], ["invalid", "No such number"]];

/** @type {any} */ let state;
let arrived = 0;
let paused = false;
const open = new Set(); // webhooks whose details are open

/** Replaces the children of a list only where they changed, so that focus and pointer stay. */
function fill(list, rows) {
	const old = new Map([...list.children].map((x) => [x.dataset.key, x]));
	const fresh = rows.map(([key, version, make]) => {
		const was = old.get(key);
		if (was && was.dataset.version === version) return was;
		const now = make();
		now.dataset.key = key;
		now.dataset.version = version;
		return now;
	});
	if (fresh.length !== list.children.length || fresh.some((x, i) => list.children[i] !== x)) list.replaceChildren(...fresh);
}

const none = (text) => [["none", text, () => h("li", { class: "empty" }, text)]];

function icon(status) {
	const box = h("span", { "aria-hidden": "true" });
	box.innerHTML = `<svg class="i" viewBox="0 0 24 24">${shapes[status] || shapes.queued}</svg>`;
	return box;
}

function pretty(number) {
	const m = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
	return m ? `(${m[1]}) ${m[2]}-${m[3]}` : number.replace(/^(\+\d{2,})(\d{3})(\d{3})(\d{4})$/, "$1 $2 $3 $4");
}

function words(leg, by) {
	const talk = leg.answered && leg.ended ? length((Date.parse(leg.ended) - Date.parse(leg.answered)) / 1000) : "";
	const peer = by.get((leg.bridges || []).find((b) => !b.to)?.with);
	switch (leg.status) {
		case "queued": return "In the queue";
		case "initiated": return "Dialling";
		case "ringing": return "Ringing";
		case "in-progress": return peer ? `Talking with ${pretty(peer.number)}` : leg.answered_by === "human" ? "On the line" : `Answered by a ${leg.answered_by}`;
		case "completed": return `Talked ${talk}, ${leg.why}`;
		case "no-answer": return "No answer";
		case "busy": return leg.why === "declined" ? "Declined" : "Busy";
		default: return leg.status[0].toUpperCase() + leg.status.slice(1) + (leg.why && leg.why !== leg.status ? `, ${leg.why}` : "");
	}
}

function leg(l, by, alive) {
	const what = words(l, by);
	return [l.sid, `${l.status} ${what}`, () =>
		h("li", { class: `leg${l.parent && alive ? " child" : ""}`, "data-state": l.status, title: `${l.sid}\n${l.by}, attempt ${l.attempt}` }, icon(l.status),
			h("a", { href: `phone/${encodeURIComponent(l.number)}` }, pretty(l.number)),
			h("span", { class: "what" }, what),
			h("span", { class: "since muted nw" }, clock(l.ended || l.answered || l.ringing || l.initiated || l.created)),
			alive ? h("button", { type: "button", class: "btn tiny bad", onclick: () => press(() => send(`calls/${l.sid}/drop`, "POST")) }, "Drop", h("span", { class: "vh" }, ` the line of ${pretty(l.number)}`)) : h("span"))];
}

/** A room that is not over: who is in it, and whether they hear each other. */
function room(r) {
	const who = r.people.map((p) => `${p.number} ${p.label} ${p.hold} ${p.muted}`).join(", ");
	return [r.sid, `${r.running} ${who}`, () =>
		h("li", { class: "leg room", "data-state": r.running ? "in-progress" : "queued", title: r.sid }, icon(r.running ? "in-progress" : "queued"),
			h("span", { class: "name", title: r.name }, r.name),
			h("span", { class: "what" }, ...r.people.flatMap((p, i) => [i ? " and " : "", h("a", { href: `phone/${encodeURIComponent(p.number)}` }, pretty(p.number)), p.label && ` (${p.label}${p.hold ? ", on hold" : ""}${p.muted ? ", muted" : ""})`])),
			h("span", { class: "since muted nw" }, clock(r.since)),
			h("span", {}))];
}

function hook(x) {
	const key = `${x.at} ${x.sid} ${x.event} ${x.try} ${x.signature || x.fault}`;
	return [key, String(x.status), () => {
		const ok = x.status >= 200 && x.status < 300;
		const path = x.url.replace(/^[a-z]+:\/\/[^/]+/, "");
		const d = h("details", {},
			h("summary", {}, h("span", { class: "muted" }, clock(x.at)), h("span", {}, x.event), h("span", { class: "path" }, path),
				h("span", {}, x.fault && h("span", { class: "flag warn" }, x.fault.replace("_", " ")), x.try > 0 && h("span", { class: "flag" }, `try ${x.try + 1}`)),
				h("span", { class: `code ${ok ? "ok" : "bad"}` }, x.status ? String(x.status) : "–")),
			h("pre", {}, [`${x.method} ${x.url}`, x.error && `failed: ${x.error}`, ...Object.entries(x.form).sort().map(([k, v]) => `  ${k} = ${v}`), x.signature && `  X-Twilio-Signature: ${x.signature}`, x.body && `\n${x.body}`].filter(Boolean).join("\n")));
		d.open = open.has(key);
		d.addEventListener("toggle", () => (d.open ? open.add(key) : open.delete(key)));
		return h("li", { class: "hook" }, d);
	}];
}

function show(now) {
	state = now;
	arrived = performance.now();
	tick();
	if (paused) return;
	const by = new Map([...now.live, ...now.recent].map((l) => [l.sid, l]));
	const parents = now.live.filter((l) => !l.parent || !now.live.some((p) => p.sid === l.parent));
	const tree = parents.flatMap((p) => [p, ...now.live.filter((l) => l.parent === p.sid)]);
	el("live-count").textContent = now.live.length ? String(now.live.length) : "";
	fill(el("live"), tree.length ? tree.map((l) => leg(l, by, true)) : none("Nobody is on the phone."));
	el("rooms-box").hidden = now.rooms.length === 0;
	el("rooms-count").textContent = now.rooms.length ? String(now.rooms.length) : "";
	fill(el("rooms"), now.rooms.map(room));
	fill(el("recent"), now.recent.length ? now.recent.map((l) => leg(l, by, false)) : none("No call has ended yet."));
	fill(el("hooks"), now.hooks.length ? now.hooks.map(hook) : none("Nothing has been sent yet."));
	fill(el("phones"), now.manned.map((n) => [n, n, () => h("li", {}, h("a", { href: `phone/${encodeURIComponent(n)}` }, pretty(n)), h("span", { class: "sm muted" }, "rings until answered"))]));
	verdict(now);
	switches(now.faults);
	people(now.population);
	el("notices-box").hidden = now.notices.length === 0;
	fill(el("notices"), now.notices.map((n) => [`${n.at} ${n.code} ${n.sid}`, "", () => h("li", {}, h("b", {}, `${n.code} `), n.why, h("span", { class: "muted" }, ` ${clock(n.at)}`))]));
}

function verdict(now) {
	const ok = now.violations.length === 0;
	const v = el("verdict");
	const text = ok ? `✓ ${now.placed} ${now.placed === 1 ? "leg" : "legs"} placed, nobody on two at once, no room with three` : `✕ ${now.violations.length} that must not happen`;
	if (v.textContent === text) return;
	v.className = `verdict ${ok ? "ok" : "bad"}`;
	v.textContent = text;
	el("violations").replaceChildren(...now.violations.slice(0, 8).map((x) => h("li", {}, x)));
}

const alike = (a, b) => Object.entries(a).every(([k, v]) => b[k] === v);

function switches(rules) {
	const on = faults.map(([, set]) => rules.find((r) => alike({ ...set[0], delay: r.delay }, r)));
	el("calm").hidden = rules.length === 0;
	fill(el("faults"), faults.map(([name], i) => [name, on[i] ? `on ${on[i].applied}` : "off", () =>
		h("button", { type: "button", role: "switch", class: "switch", "aria-checked": String(!!on[i]), onclick: () => toggle(i, !on[i]) }, h("span", { class: "knob", "aria-hidden": "true" }), name, on[i] && h("span", { class: "count" }, `${on[i].applied}×`))]));
}

function toggle(i, want) {
	const rest = state.faults.filter((r) => !alike({ ...faults[i][1][0], delay: r.delay }, r));
	return press(() => send("faults", "PUT", want ? [...rest, ...faults[i][1]] : rest), () => /** @type {HTMLElement} */ (el("faults").children[i]).focus());
}

function people(p) {
	const form = el("people");
	if (form.contains(document.activeElement) || form.dataset.shown === JSON.stringify(p)) return;
	form.dataset.shown = JSON.stringify(p);
	form.replaceChildren(
		...shares.flatMap(([k, name]) => [h("label", { for: k }, `${name}, %`), h("input", { class: "field", id: k, type: "number", min: 0, max: 100, step: "any", value: +(p[k] * 100).toFixed(2) })]),
		h("button", { class: "btn tiny", type: "submit" }, "Save"),
	);
}

el("people").addEventListener("submit", (e) => {
	e.preventDefault();
	void press(() => send("population", "PUT", Object.fromEntries(shares.map(([k]) => [k, Number(/** @type {HTMLInputElement} */ (el(k)).value) / 100]))));
});
el("calm").addEventListener("click", () => press(() => send("faults", "DELETE")));
el("restart").addEventListener("click", () => press(() => send("restart", "POST", { down: "3s" })));
el("pause").addEventListener("click", () => {
	paused = !paused;
	el("pause").setAttribute("aria-pressed", String(paused));
	el("pause").textContent = paused ? "Show updates" : "Pause updates";
	if (!paused) show(state);
});

async function press(action, after) {
	try {
		await action();
		el("trouble").hidden = true;
		show(await (await fetch("state", { cache: "no-store" })).json());
		after?.();
	} catch (e) {
		el("trouble").textContent = e instanceof TypeError ? "The carrier cannot be reached." : e.message;
		el("trouble").hidden = false;
	}
}

function tick() {
	if (!state) return;
	const now = Date.parse(state.now) + (performance.now() - arrived) * state.speed;
	el("time").textContent = clock(new Date(now).toISOString());
	el("speed").textContent = state.speed === 1 ? "" : `${state.speed}× as fast`;
}

if (location.search === "?unknown") {
	el("trouble").textContent = "That is not a phone number in international form, such as +1 500 555 0100.";
	el("trouble").hidden = false;
	history.replaceState(null, "", "./");
}
window.setInterval(tick, 250);
live("state", "events", show, (up) => {
	if (el("link").dataset.state !== (up ? "live" : "reconnecting")) {
		el("link").dataset.state = up ? "live" : "reconnecting";
		el("link").textContent = up ? "Live" : "Reconnecting…";
	}
});
