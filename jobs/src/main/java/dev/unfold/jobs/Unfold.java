package dev.unfold.jobs;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

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
      RetrainCommand.class,
      ModelsCommand.class,
      InspectCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ReportCommand.class,
      SettingsCommand.class,
      BenchCommand.class
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

  /** Runs one command; the process ends with its {@link ExitCode}. */
  public static void main(String[] args) {
    LogSettings.applyUnlessChosen(System.getProperties());
    UnnamedUser.logIn(System.getProperties(), System.getenv());
    int code = commandLine().execute(args);
    ProcessEnd.of(System.getProperties()).end(code);
  }

  static CommandLine commandLine() {
    Unfold unfold = new Unfold();
    CommandLine root = new CommandLine(unfold);
    ErrorPrinter errors = new ErrorPrinter(() -> unfold.verbose);
    root.setUsageHelpAutoWidth(true);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setParameterExceptionHandler(errors);
    root.setExecutionExceptionHandler(errors);
    describeExitCodes(root);
    return root;
  }

  private static void describeExitCodes(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    command.getSubcommands().values().forEach(Unfold::describeExitCodes);
  }
}
