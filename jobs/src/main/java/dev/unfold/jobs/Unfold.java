package dev.unfold.jobs;

import dev.unfold.driver.operation.FormatNames;
import dev.unfold.driver.storage.fs.NativeFileNames;
import dev.unfold.jobs.bench.BenchCommand;
import dev.unfold.jobs.process.AnonymousUserLogin;
import dev.unfold.jobs.process.ErrorPrinter;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.ExitCodeCommand;
import dev.unfold.jobs.process.OutOfMemoryHandler;
import dev.unfold.jobs.process.ProcessExit;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line of Unfold. */
@Command(
    name = "unfold",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      GenerateCommand.class,
      PredictCommand.class,
      ScoreCommand.class,
      RetrainCommand.class,
      ModelsCommand.class,
      InspectCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ReportCommand.class,
      SettingsCommand.class,
      BenchCommand.class,
      ExitCodeCommand.class
    },
    header = "Trains sequence models by truncated back-propagation through time on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold train conf/quickstart.conf",
      "  unfold generate runs/quickstart/model --prefix 'public ' --length 300",
      "  unfold COMMAND --help"
    })
public final class Unfold {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of every error.")
  private boolean verbose;

  private Unfold() {}

  /** Runs one command and ends the process with its {@link ExitCode}. */
  public static void main(String[] args) {
    LogConfiguration.applyUnlessChosen(System.getProperties());
    AnonymousUserLogin.logIn(System.getProperties(), System.getenv());
    CommandLine command = commandLine();
    command.setOut(utf8(System.out));
    command.setErr(utf8(System.err));
    ErrorPrinter errors =
        new ErrorPrinter(() -> !Collections.disjoint(List.of(args), List.of("-v", "--verbose")));
    OutOfMemoryHandler.install(errors, command.getErr());
    int code;
    try {
      code = execute(command, args);
    } catch (OutOfMemoryError e) {
      code = errors.print(e, command.getErr()).code();
    }
    ProcessExit.of(System.getProperties()).end(code);
  }

  /** Runs the command unless the locale has garbled its arguments. */
  private static int execute(CommandLine command, String[] args) {
    Optional<String> garbled = Arrays.stream(args).filter(NativeFileNames::isGarbled).findFirst();
    if (garbled.isPresent()) {
      command.getErr().println("unfold: " + NativeFileNames.inexpressible(garbled.get()));
      return ExitCode.BAD_USAGE.code();
    }
    return command.execute(args);
  }

  /** Returns a UTF-8 writer, regardless of the locale. */
  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  public static CommandLine commandLine() {
    Unfold unfold = new Unfold();
    CommandLine root = new CommandLine(unfold);
    ErrorPrinter errors = new ErrorPrinter(() -> unfold.verbose);
    root.setUsageHelpAutoWidth(true);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.registerConverter(CorpusFormat.class, Unfold::format);
    root.setParameterExceptionHandler(errors);
    root.setExecutionExceptionHandler(errors);
    describeExitCodes(root);
    return root;
  }

  /** Returns the format with the name that configurations use. */
  private static CorpusFormat format(String name) {
    return FormatNames.find(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of " + FormatNames.all() + ", found " + name));
  }

  private static void describeExitCodes(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.descriptions());
    command.getSubcommands().values().forEach(Unfold::describeExitCodes);
  }
}
