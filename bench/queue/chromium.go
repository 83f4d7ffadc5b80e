//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

// chromium is a browser without a window and one page in it, driven by its DevTools protocol.
type chromium struct {
	cmd     *exec.Cmd
	profile string
	conn    *websocket.Conn
	session string // of the page

	mu      sync.Mutex
	last    int
	replies map[int]chan said
	hear    func(method string, params json.RawMessage)
}

type said struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

type object map[string]any

func findChromium() (string, error) {
	if path := os.Getenv("CHROME_BIN"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("Chromium is not installed here")
}

// launch starts the browser with a page of this size.
func launch(width, height int) (*chromium, error) {
	bin, err := findChromium()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "partyline-bench")
	if err != nil {
		return nil, err
	}
	b := &chromium{profile: profile, replies: map[int]chan said{}, hear: func(string, json.RawMessage) {}}
	b.cmd = exec.Command(bin, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--remote-debugging-port=0",
		fmt.Sprintf("--window-size=%d,%d", width, height), "--user-data-dir="+profile, "about:blank")
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	errs, err := b.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := b.cmd.Start(); err != nil {
		os.RemoveAll(profile)
		return nil, err
	}
	if err := b.connect(bufio.NewScanner(errs), width, height); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *chromium) connect(lines *bufio.Scanner, width, height int) error {
	address := ""
	for address == "" && lines.Scan() {
		if _, after, ok := strings.Cut(lines.Text(), "DevTools listening on "); ok {
			address = after
		}
	}
	if address == "" {
		return errors.New("Chromium did not start")
	}
	go func() {
		for lines.Scan() { // its complaints about the machine are of no interest
		}
	}()
	ctx, done := context.WithTimeout(context.Background(), 20*time.Second)
	defer done()
	var err error
	if b.conn, _, err = websocket.Dial(ctx, address, nil); err != nil {
		return err
	}
	b.conn.SetReadLimit(-1)
	go b.read()
	var made struct{ TargetID, SessionID string }
	if err := b.call("Target.createTarget", object{"url": "about:blank"}, &made); err != nil {
		return err
	}
	if err := b.call("Target.attachToTarget", object{"targetId": made.TargetID, "flatten": true}, &made); err != nil {
		return err
	}
	b.session = made.SessionID
	for _, domain := range []string{"Page.enable", "Runtime.enable", "Performance.enable"} {
		if err := b.call(domain, object{}, nil); err != nil {
			return err
		}
	}
	return b.call("Emulation.setDeviceMetricsOverride", object{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

func (b *chromium) close() {
	if b.conn != nil {
		b.conn.CloseNow()
	}
	syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
	b.cmd.Wait()
	os.RemoveAll(b.profile)
}

func (b *chromium) read() {
	for {
		_, text, err := b.conn.Read(context.Background())
		if err != nil {
			return
		}
		var s said
		if json.Unmarshal(text, &s) != nil {
			continue
		}
		b.mu.Lock()
		reply, hear := b.replies[s.ID], b.hear
		delete(b.replies, s.ID)
		b.mu.Unlock()
		if reply != nil {
			reply <- s
		} else {
			hear(s.Method, s.Params)
		}
	}
}

// call gives a command and waits for its reply, two minutes at most.
func (b *chromium) call(method string, params object, into any) error {
	b.mu.Lock()
	b.last++
	id, reply := b.last, make(chan said, 1)
	b.replies[id] = reply
	b.mu.Unlock()
	frame := object{"id": id, "method": method, "params": params}
	if b.session != "" {
		frame["sessionId"] = b.session
	}
	text, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	ctx, done := context.WithTimeout(context.Background(), 2*time.Minute)
	defer done()
	if err := b.conn.Write(ctx, websocket.MessageText, text); err != nil {
		return err
	}
	select {
	case s := <-reply:
		if s.Error != nil {
			return fmt.Errorf("%s: %s", method, s.Error.Message)
		}
		if into == nil {
			return nil
		}
		return json.Unmarshal(s.Result, into)
	case <-ctx.Done():
		return fmt.Errorf("%s: Chromium does not answer", method)
	}
}

// evaluate runs an expression in the page, waits for its promise, and reads its value.
func (b *chromium) evaluate(expression string, into any) error {
	var reply struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text      string `json:"text"`
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	if err := b.call("Runtime.evaluate", object{"expression": expression, "awaitPromise": true, "returnByValue": true}, &reply); err != nil {
		return err
	}
	if x := reply.Exception; x != nil {
		return fmt.Errorf("in the page: %s %s", x.Text, x.Exception.Description)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(reply.Result.Value, into)
}

// visit goes to an address.
func (b *chromium) visit(address string) error {
	return b.call("Page.navigate", object{"url": address}, nil)
}

// until returns once an expression is true in the page, a minute at most.
func (b *chromium) until(expression string) error {
	for end := time.Now().Add(time.Minute); ; {
		var there bool
		if err := b.evaluate("!!("+expression+")", &there); err == nil && there {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("waited a minute until %s", expression)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}

// slow has the page's own thread run so many times as slowly.
func (b *chromium) slow(times float64) error {
	return b.call("Emulation.setCPUThrottlingRate", object{"rate": times}, nil)
}

// traced is an event of a trace. Times are in microseconds; tdur is time of the thread on a processor.
type traced struct {
	Name  string  `json:"name"`
	Phase string  `json:"ph"`
	PID   int     `json:"pid"`
	TID   int     `json:"tid"`
	At    float64 `json:"ts"`
	Wall  float64 `json:"dur"`
	CPU   float64 `json:"tdur"`
	Args  struct {
		Name string `json:"name"`
		Data struct {
			Type string `json:"type"`
		} `json:"data"`
	} `json:"args"`
}

// trace records what the browser's threads do while f runs.
func (b *chromium) trace(f func() error) ([]traced, error) {
	var all []traced
	whole := make(chan struct{})
	b.mu.Lock()
	b.hear = func(method string, params json.RawMessage) {
		switch method {
		case "Tracing.dataCollected":
			var part struct{ Value []traced }
			_ = json.Unmarshal(params, &part) // a part that cannot be read lacks in the figures
			all = append(all, part.Value...)
		case "Tracing.tracingComplete":
			close(whole)
		}
	}
	b.mu.Unlock()
	page := b.session
	b.session = "" // tracing is the browser's
	defer func() { b.session = page }()
	categories := "toplevel,devtools.timeline,__metadata,disabled-by-default-v8.gc"
	if err := b.call("Tracing.start", object{"transferMode": "ReportEvents", "traceConfig": object{"includedCategories": strings.Split(categories, ","), "recordMode": "recordAsMuchAsPossible"}}, nil); err != nil {
		return nil, err
	}
	b.session = page
	if err := f(); err != nil {
		return nil, err
	}
	b.session = ""
	if err := b.call("Tracing.end", object{}, nil); err != nil {
		return nil, err
	}
	select {
	case <-whole:
		return all, nil
	case <-time.After(time.Minute):
		return nil, errors.New("Chromium keeps its trace")
	}
}
