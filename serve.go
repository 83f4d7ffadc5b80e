package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

type serveCommand struct {
	Settings `embed:""`
}

// Run serves until SIGINT or SIGTERM, then stops within ten seconds: sockets are told when to
// come back, requests and webhooks under way end first. A second signal stops at once.
func (c *serveCommand) Run() error {
	if err := c.settle(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p, err := start(ctx, &c.Settings)
	if err != nil {
		return err
	}
	if err := p.greet(ctx, os.Stdout); err != nil {
		p.stop(context.Background())
		return err
	}
	debug.FreeOSMemory() // compressing the pages and hashing passwords took much more than serving needs
	select {
	case <-ctx.Done():
		stop() // a second signal ends the process
		p.log.Info("stopping")
	case err = <-p.failed:
	}
	deadline, cancel := context.WithTimeout(context.Background(), 9*time.Second)
	defer cancel()
	p.stop(deadline)
	return err
}

// greet seeds the demo if it is asked for and prints where to go.
func (p *program) greet(ctx context.Context, out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\nPartyline %s is ready.\n\n", version)
	fmt.Fprintf(&b, "  Pages          %s\n", p.settings.PublicURL)
	if p.simTarget != "" {
		fmt.Fprintf(&b, "  Carrier        simulated; live calls and faults: %s\n", p.simLink("/_sim/"))
	}
	if p.settings.Demo {
		demo, err := p.seed(ctx)
		if err != nil {
			return fmt.Errorf("making the demo organisation: %w", err)
		}
		fmt.Fprintf(&b, "\n  Demo organisation, group %s. The passwords are new at each start.\n\n", demo.GroupName)
		for _, s := range demo.SignIns {
			fmt.Fprintf(&b, "  %-13s  %-22s  %s   %s\n", roleWords[string(s.Role)], s.Email, s.Password, s.Name)
		}
		leader := demo.SignIns[len(demo.SignIns)-1]
		fmt.Fprintf(&b, "\n  1. Sign in as %s, open Call lists, choose a list, press Start a calling session.\n", leader.Name)
		fmt.Fprintf(&b, "  2. Keep %s's phone open beside it: %s\n", leader.Name, p.simLink("/_sim/phone/"+leader.Mobile))
		fmt.Fprintf(&b, "  3. Press Start on the page, answer on the phone, press any key there.\n")
	}
	b.WriteString("\n")
	_, err := io.WriteString(out, b.String())
	return err
}

var roleWords = map[string]string{"owner": "Owner", "admin": "Admin", "captain": "Captain", "vice_captain": "Vice-captain"}

func (p *program) simLink(path string) string {
	return p.settings.PublicURL + strings.ReplaceAll(path, "+", "%2B") + "?token=" + p.simToken
}
