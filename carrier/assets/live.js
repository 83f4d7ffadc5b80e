// One state of the carrier, kept fresh: by server-sent events, or by asking where those do not pass.

/**
 * @template T
 * @param {string} state  address of the state, for asking
 * @param {string} events address of the stream
 * @param {(state: T) => void} show
 * @param {(up: boolean) => void} connected
 * @returns {(state: T) => void} takes a state that came another way, such as the reply to an action
 */
export function live(state, events, show, connected) {
	let asking = 0; // the timer that asks, while the stream is silent
	let streamed = false;

	async function ask() {
		try {
			const reply = await fetch(state, { cache: "no-store" });
			if (!reply.ok) throw new Error(String(reply.status));
			const now = await reply.json();
			if (!streamed) {
				show(now);
				connected(true);
			}
		} catch {
			connected(false);
		}
	}

	function fallBack() {
		streamed = false;
		if (!asking) {
			void ask();
			asking = window.setInterval(ask, 1000);
		}
	}

	const stream = new EventSource(events);
	stream.onmessage = (e) => {
		streamed = true;
		window.clearInterval(asking);
		asking = 0;
		show(JSON.parse(e.data));
		connected(true);
	};
	stream.onerror = fallBack; // it tries again by itself; one that was refused for good does not, but asking goes on
	window.setTimeout(() => streamed || fallBack(), 1500);
	window.addEventListener("pagehide", () => stream.close());
	window.addEventListener("pageshow", (e) => e.persisted && location.reload());
	return show;
}

/** @param {string} url @param {string} method @param {unknown} [body] */
export async function send(url, method, body) {
	const reply = await fetch(url, {
		method,
		headers: { "Content-Type": "application/json" },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const answer = await reply.json().catch(() => ({}));
	if (!reply.ok) throw new Error(answer.title || "The carrier did not understand that.");
	return answer;
}

/** Makes an element; attributes that begin with "on" are listeners, false and null are left out.
 * @param {string} tag @param {Record<string, any>} [attrs] @param {...(Node|string|null|false|undefined)} inside */
export function h(tag, attrs = {}, ...inside) {
	const el = document.createElement(tag);
	for (const [k, v] of Object.entries(attrs)) {
		if (v === false || v == null) continue;
		if (k.startsWith("on")) el.addEventListener(k.slice(2), v);
		else el.setAttribute(k, v === true ? "" : String(v));
	}
	for (const x of inside) if (x) el.append(x);
	return el;
}

/** A clock reading such as 14:03:12. @param {string} iso */
export const clock = (iso) => new Date(iso).toLocaleTimeString("en-GB");

/** Seconds as 2:14. @param {number} s */
export function length(s) {
	const n = Math.max(0, Math.floor(s));
	const two = (/** @type {number} */ x) => String(x).padStart(2, "0");
	return n < 3600 ? `${Math.floor(n / 60)}:${two(n % 60)}` : `${Math.floor(n / 3600)}:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}`;
}
