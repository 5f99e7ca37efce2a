package main

import "github.com/spf13/cobra"

// complete gives the shell the words that a flag takes.
func complete(c *cobra.Command, flag string, words ...string) {
	c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}
