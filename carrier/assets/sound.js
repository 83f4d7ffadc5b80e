// What a phone sounds like: it rings, its keys beep, and what is said is read aloud. Off until switched on.

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477];
const keys = "123456789*0#";

export class Sound {
	on = false;
	/** @type {AudioContext | undefined} */
	#audio;
	#ring = 0;

	/** @param {boolean} on */
	turn(on) {
		this.on = on;
		if (on) {
			this.#audio ??= new AudioContext();
			void this.#audio.resume();
		} else {
			this.ring(false);
			window.speechSynthesis?.cancel();
		}
	}

	/** @param {number[]} tones @param {number} seconds @param {number} [after] */
	#play(tones, seconds, after = 0) {
		const audio = this.#audio;
		if (!this.on || !audio) return;
		const gain = audio.createGain();
		const begin = audio.currentTime + after;
		gain.gain.setValueAtTime(0, begin);
		gain.gain.linearRampToValueAtTime(0.07, begin + 0.01);
		gain.gain.setValueAtTime(0.07, begin + seconds - 0.03);
		gain.gain.linearRampToValueAtTime(0, begin + seconds);
		gain.connect(audio.destination);
		for (const hz of tones) {
			const o = audio.createOscillator();
			o.frequency.value = hz;
			o.connect(gain);
			o.start(begin);
			o.stop(begin + seconds);
		}
	}

	/** @param {string} key */
	key(key) {
		const i = keys.indexOf(key);
		if (i >= 0) this.#play([rows[Math.floor(i / 3)], columns[i % 3]], 0.12);
	}

	/** @param {boolean} on */
	ring(on) {
		if (!on || !this.on) {
			window.clearInterval(this.#ring);
			this.#ring = 0;
			return;
		}
		if (this.#ring) return;
		const once = () => {
			for (let i = 0; i < 10; i++) this.#play([i % 2 ? 660 : 784], 0.09, i * 0.1);
		};
		once();
		this.#ring = window.setInterval(once, 3000);
	}

	/** @param {string} text */
	say(text) {
		if (this.on && window.speechSynthesis) window.speechSynthesis.speak(new SpeechSynthesisUtterance(text));
	}
}
