package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

type healthCommand struct {
	Port int `env:"PORT" default:"8080" help:"Port of the server on this machine."`
}

// Run asks the server on this machine whether it lives: for images that have nothing else to ask with.
func (c *healthCommand) Run() error {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+strconv.Itoa(c.Port)+"/healthz", nil)
	if err != nil {
		return err
	}
	reply, err := http.DefaultClient.Do(q)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %s", reply.Status)
	}
	return nil
}
