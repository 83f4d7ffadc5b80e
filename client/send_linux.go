//go:build !386 && !s390x

// Those two have no sendto of their own.

package client

import (
	"syscall"
	"unsafe"
)

// direct says whether sendNow works here.
const direct = true

// sendNow writes as much of b as the socket takes at once: one send(2), which costs a third
// less than going through net.Conn. It returns 0, nil when the socket takes nothing. The
// descriptor must be open: the caller holds the mutex without which it is not closed.
func sendNow(fd uintptr, b []byte) (int, error) {
	for {
		n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, fd, uintptr(unsafe.Pointer(unsafe.SliceData(b))),
			uintptr(len(b)), syscall.MSG_NOSIGNAL|syscall.MSG_DONTWAIT, 0, 0)
		switch errno {
		case 0:
			return int(n), nil
		case syscall.EINTR:
		case syscall.EAGAIN:
			return 0, nil
		default:
			return 0, errno
		}
	}
}
