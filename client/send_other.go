//go:build !linux || 386 || s390x

package client

// canSend says whether sendNow works here: all writing is done by the outbox.
const canSend = false

func sendNow(uintptr, []byte) (int, error) { return 0, nil }
