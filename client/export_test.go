package client

// Waiting is how many bytes wait for the browser to read.
func Waiting(c *Conn) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size
}

// OutboxLimit is how many may.
const OutboxLimit = outboxLimit
