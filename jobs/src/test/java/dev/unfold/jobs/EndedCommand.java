package dev.unfold.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command that ended.
 *
 * @param output what it wrote to standard output
 * @param error what it wrote to standard error
 */
record EndedCommand(int exitCode, String output, String error) {
  /** Runs a command in this JVM. */
  static EndedCommand run(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter error = new StringWriter();
    CommandLine command = Unfold.commandLine();
    command.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true));
    int code = command.execute(arguments);
    return new EndedCommand(code, output.toString(), error.toString());
  }
}
