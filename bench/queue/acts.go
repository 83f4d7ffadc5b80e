//go:build linux

package main

import (
	"context"
	"time"
)

// acts are what people do while the queue changes. Each leaves the page as it was.
var acts = []struct {
	name string
	do   func(context.Context, *chromium) error
}{
	{"scrolling", scroll},
	{"searching", search},
	{"pointing", hold},
}

// scroll turns the wheel at sixty notches a second, to the end of the window and back to the top.
func scroll(ctx context.Context, b *chromium) error {
	tick := time.NewTicker(time.Second / 60)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := b.call("Input.dispatchMouseEvent", object{"type": "mouseWheel", "x": 20, "y": 600, "deltaX": 0, "deltaY": 400}, nil); err != nil {
			return err
		}
		<-tick.C
	}
	return b.evaluate("scrollTo(0, 0)", nil)
}

// search types a name, eight letters a second, and takes it away again.
func search(ctx context.Context, b *chromium) error {
	if err := b.evaluate(`document.querySelector("input[type=search]").focus()`, nil); err != nil {
		return err
	}
	tick := time.NewTicker(time.Second / 8)
	defer tick.Stop()
	for ctx.Err() == nil {
		for _, letter := range "jose ln" {
			if err := b.call("Input.insertText", object{"text": string(letter)}, nil); err != nil {
				return err
			}
			<-tick.C
		}
		for range len("jose ln") {
			for _, kind := range []string{"keyDown", "keyUp"} {
				if err := b.call("Input.dispatchKeyEvent", object{"type": kind, "key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8}, nil); err != nil {
					return err
				}
			}
			<-tick.C
		}
	}
	return b.evaluate("document.activeElement.blur()", nil)
}

// hold keeps the pointer on the table, which holds the order, and moves it a little.
func hold(ctx context.Context, b *chromium) error {
	if err := point(b); err != nil {
		return err
	}
	<-ctx.Done()
	return b.call("Input.dispatchMouseEvent", object{"type": "mouseMoved", "x": 5, "y": 5}, nil)
}

// point puts the pointer on a row.
func point(b *chromium) error {
	var at struct{ X, Y float64 }
	if err := b.evaluate(`(() => { const r = document.querySelectorAll("tr[data-id]")[3].getBoundingClientRect(); return { x: r.x + 200, y: r.y + r.height / 2 }; })()`, &at); err != nil {
		return err
	}
	return b.call("Input.dispatchMouseEvent", object{"type": "mouseMoved", "x": at.X, "y": at.Y}, nil)
}
