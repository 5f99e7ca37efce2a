//go:build !linux

package main

// largePages is for systems that give memory page by page unless they are asked.
func largePages() {}
