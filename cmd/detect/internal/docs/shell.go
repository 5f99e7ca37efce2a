package docs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Shell carries out the commands that pages show. Beside the program itself it
// knows what little they need: cat FILE, also before a bar; > FILE behind;
// echo $?; ln -s.
type Shell struct {
	// Run runs the program; terminal says whether its output goes to one.
	Run func(args []string, stdin io.Reader, stdout, stderr io.Writer, terminal bool) int

	status int
}

// programs are the ways to call the program.
var programs = []string{"detect ", "go run ./cmd/detect "}

// Transcript carries out a block of commands, which begin with "$ ", and returns
// the block with what they print now in the place of what stands there.
func (s *Shell) Transcript(text string) (string, error) {
	var out bytes.Buffer
	lines := split(text)
	for i := 0; i < len(lines); i++ {
		command, ok := strings.CutPrefix(lines[i], "$ ")
		if !ok {
			continue
		}
		fmt.Fprintln(&out, lines[i])
		for strings.HasSuffix(command, `\`) && i+1 < len(lines) {
			i++
			fmt.Fprintln(&out, lines[i])
			command = strings.TrimSuffix(command, `\`) + lines[i]
		}
		if err := s.Command(command, &out); err != nil {
			return "", fmt.Errorf("$ %s: %w", command, err)
		}
	}
	return out.String(), nil
}

// Command carries out one command. What it prints to its outputs goes to out,
// as on a terminal.
func (s *Shell) Command(command string, out io.Writer) error {
	command, file, redirected := strings.Cut(command, " > ")
	if !redirected {
		return s.pipe(command, out, out, true)
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(s.pipe(command, f, out, false), f.Close())
}

func (s *Shell) pipe(command string, stdout, stderr io.Writer, terminal bool) error {
	stdin := []byte(nil)
	if before, after, piped := strings.Cut(command, " | "); piped {
		var b bytes.Buffer
		if err := s.simple(before, nil, &b, stderr, false); err != nil {
			return err
		}
		stdin, command = b.Bytes(), after
	}
	return s.simple(command, stdin, stdout, stderr, terminal)
}

func (s *Shell) simple(command string, stdin []byte, stdout, stderr io.Writer, terminal bool) error {
	for _, program := range programs {
		if args, ok := strings.CutPrefix(command, program); ok {
			s.status = s.Run(words(args), bytes.NewReader(stdin), stdout, stderr, terminal)
			return nil
		}
	}
	args := words(command)
	switch {
	case command == "echo $?":
		fmt.Fprintln(stdout, s.status)
	case len(args) == 2 && args[0] == "cat":
		src, err := os.ReadFile(args[1])
		stdout.Write(src)
		return err
	case len(args) == 4 && args[0] == "ln" && args[1] == "-s":
		return os.Symlink(args[2], args[3])
	default:
		return errors.New("no test knows this command")
	}
	return nil
}

// words splits a command at blanks outside of quotes.
func words(command string) []string {
	var all []string
	var word strings.Builder
	var quote rune
	started := false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, started = r, true
		case quote == 0 && r == ' ':
			if started {
				all = append(all, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if started {
		all = append(all, word.String())
	}
	return all
}
