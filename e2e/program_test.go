package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

var buildFlags []string

// The built program, once for all tests: asTested the way its tests are, plain without the race detector.
var (
	asTested = sync.OnceValues(func() (string, error) { return built(buildFlags...) })
	plain    = sync.OnceValues(func() (string, error) {
		if len(buildFlags) == 0 {
			return asTested()
		}
		return built()
	})

	binaries struct {
		sync.Mutex
		dirs []string
	}
)

func built(flags ...string) (string, error) {
	dir, err := os.MkdirTemp("", "partyline-e2e")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "partyline")
	out, err := exec.Command("go", append(append([]string{"build"}, flags...), "-o", bin, "partyline")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	binaries.Lock()
	defer binaries.Unlock()
	binaries.dirs = append(binaries.dirs, dir)
	return bin, nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range binaries.dirs {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}
