//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// clickerPage is how long after opening the clicker link the first press is possible, on slow 3G (400 kbit/s, 400 ms there and
// back, the socket too) with the processor slowed four times: static/test/e2e/first-press.test.ts looks, seven times.
func clickerPage(r *Result) error {
	r.Unit, r.Bar = "s to the first press", 3.5
	p, err := demo("Maya")
	if err != nil {
		return err
	}
	defer p.close()
	signIns, err := json.Marshal(map[string][]string{"Maya": p.signIn})
	if err != nil {
		return err
	}
	figures := filepath.Join(p.dir, "first-press.json")
	look := exec.Command("npm", "run", "--silent", "e2e")
	look.Dir = "static"
	look.Env = append(os.Environ(), "ONLY=first-press", "PARTYLINE_FIGURES="+figures, "PARTYLINE_URL="+p.base, "PARTYLINE_SIM="+p.base, "PARTYLINE_SIGNINS="+string(signIns))
	if out, err := look.CombinedOutput(); err != nil {
		return fmt.Errorf("the page: %w\n%s", err, out)
	}
	b, err := os.ReadFile(figures)
	if err != nil {
		return err
	}
	var seen struct {
		Bytes int
		Took  []float64
	}
	if err := json.Unmarshal(b, &seen); err != nil {
		return err
	}
	for i := range seen.Took {
		seen.Took[i] /= 1000
	}
	r.Ours = median(seen.Took)
	r.Note = fmt.Sprintf("%.2f to %.2f; %d bytes of 16,000 gzipped", slices.Min(seen.Took), slices.Max(seen.Took), seen.Bytes)
	return nil
}
