package dev.unfold.jobs.process;

import dev.unfold.driver.operation.ErrorMessages;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns exceptions into one message on stderr and an exit code.
 *
 * <p>An error that the user can fix is printed without a stack trace unless one is requested; an
 * unexpected error is a bug and is printed with one.
 */
public final class ErrorPrinter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final BooleanSupplier verbose;

  public ErrorPrinter(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    print(err, e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.BAD_USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return print(e, command.getErr()).code();
  }

  /** Prints an error and returns the exit code of the process. */
  public ExitCode print(Throwable e, PrintWriter err) {
    ErrorKind kind = ClassifiedError.kindOf(e);
    boolean foreseen = kind != ErrorKind.INTERNAL;
    if (foreseen) {
      print(
          err, kind == ErrorKind.RESOURCES ? MemoryAdvice.here().describe(e) : ErrorMessages.of(e));
    }
    if (!foreseen || verbose.getAsBoolean()) {
      e.printStackTrace(err);
    }
    return ExitCode.of(kind);
  }

  private static void print(PrintWriter err, String message) {
    message.lines().forEach(line -> err.println("unfold: " + line));
  }
}
