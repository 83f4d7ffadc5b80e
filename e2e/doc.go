// Package e2e runs the whole program as its users do: processes, real databases, the simulated carrier, with faults.
package e2e
