package dev.unfold.jobs;

import dev.unfold.driver.storage.UnsupportedFileSystemException;
import dev.unfold.driver.training.OtherRunException;
import dev.unfold.jobs.configuration.ConfigurationException;
import dev.unfold.worker.settings.InvalidSettingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
 * <p>What a user can mend is told without a stack trace unless asked for; what is not foreseen is a
 * bug and comes with one.
 */
final class ErrorPrinter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final BooleanSupplier verbose;

  ErrorPrinter(BooleanSupplier verbose) {
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
    PrintWriter err = command.getErr();
    ExitCode code = codeOf(e);
    boolean foreseen = code == ExitCode.BAD_USAGE || isInputOutput(e);
    if (foreseen) {
      print(err, describe(e));
    }
    if (!foreseen || verbose.getAsBoolean()) {
      e.printStackTrace(err);
    }
    return code.code();
  }

  private static ExitCode codeOf(Exception e) {
    boolean configuration =
        e instanceof ConfigurationException
            || e instanceof InvalidSettingException
            || e instanceof OtherRunException
            || e instanceof UnsupportedFileSystemException;
    return configuration ? ExitCode.BAD_USAGE : ExitCode.FAILED;
  }

  private static boolean isInputOutput(Exception e) {
    return e instanceof IOException || e instanceof UncheckedIOException;
  }

  private static String describe(Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return "no such file: " + cause.getMessage();
    }
    boolean bare = cause instanceof FileSystemException || cause.getMessage() == null;
    return bare ? cause.toString() : cause.getMessage();
  }

  private static void print(PrintWriter err, String message) {
    message.lines().forEach(line -> err.println("unfold: " + line));
  }
}
