// Command partyline is a self-hosted phone bank: leaders of volunteer groups call people one after the other, live.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// version is set by make build.
var version = "dev"

// commands is everything partyline can do.
type commands struct {
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Serve the pages, the API, the socket and the carrier's webhooks."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's tables up to date, and stop."`
	Carrier carrierCommand `cmd:"" help:"Run the simulated carrier alone, so that several nodes share one."`
	Seed    seedCommand    `cmd:"" help:"Make the demo organisation and print its sign-ins."`
	Admin   struct {
		Create adminCreateCommand `cmd:"" help:"Make an organisation and its first owner; the password comes from standard input."`
	} `cmd:"" help:"People who run the organisation."`
	Token struct {
		Create tokenCreateCommand `cmd:"" help:"Make an API token for a user and print it alone on a line."`
	} `cmd:"" help:"API tokens."`
	Health   healthCommand   `cmd:"" help:"Ask the server on this machine whether it lives; fails when it does not."`
	Asyncapi asyncapiCommand `cmd:"" help:"Print the AsyncAPI document of the socket." hidden:""`
	Openapi  openapiCommand  `cmd:"" help:"Print the OpenAPI document of the API." hidden:""`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println("partyline", version)
	return nil
}

func main() {
	var c commands
	ctx := kong.Parse(&c, kong.Name("partyline"), kong.Description("A self-hosted phone bank. Every flag can be set in the environment too."), kong.UsageOnError(), kong.Vars{"sim_numbers": strings.Join(simNumbers, ",")})
	if err := ctx.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "partyline: %v\n", err)
		os.Exit(1)
	}
}
