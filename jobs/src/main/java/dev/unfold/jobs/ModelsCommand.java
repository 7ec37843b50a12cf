package dev.unfold.jobs;

import dev.unfold.driver.retraining.StoreHistory;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.Promotion;
import dev.unfold.jobs.bench.OneLineJson;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold models list | show | promote | rollback STORE}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows a model store and changes its champion.",
      "STORE is its folder: store.dir/store.name. In place of a MODEL, STORE means its champion."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold models list models/prose",
      "  unfold models show models/prose 3",
      "  unfold models rollback models/prose --reason 'complaints since Tuesday'"
    })
final class ModelsCommand {
  private static final String REASON = "by hand";

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the versions and their status.")
  int list(
      @Parameters(paramLabel = "STORE") String path,
      @Option(names = "--json", description = "As JSON lines.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (StoreHistory.Version version : new StoreHistory(open(path)).versions()) {
      if (json) {
        out.println(OneLineJson.of(version));
      } else {
        out.printf(
            Locale.ROOT,
            "%s %4d  %-9s %s%n",
            version.champion() ? "*" : " ",
            version.number(),
            version.verdict(),
            version.reason());
      }
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Describes a version as JSON: its model, its provenance and the decision on it.")
  int show(
      @Parameters(paramLabel = "STORE") String path,
      @Parameters(paramLabel = "VERSION", arity = "0..1", description = "Default: the champion.")
          Long version)
      throws IOException {
    ModelStore store = open(path);
    long number = version == null ? store.requireChampion().promotion().version() : version;
    PrintWriter out = spec.commandLine().getOut();
    out.println(Json.writer().writeValueAsString(new StoreHistory(store).describe(number)));
    out.flush();
    return ExitCode.DONE.code();
  }

  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = "Promotes a version to champion.")
  int promote(
      @Parameters(paramLabel = "STORE") String path,
      @Parameters(paramLabel = "VERSION") long version,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = REASON,
              description = "Reason, stored with the promotion. Default: ${DEFAULT-VALUE}")
          String reason)
      throws IOException {
    return print(open(path).promote(version, reason));
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Restores the previous champion; repeat to go back further.")
  int rollback(
      @Parameters(paramLabel = "STORE") String path,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = REASON,
              description = "Reason, stored with the promotion. Default: ${DEFAULT-VALUE}")
          String reason)
      throws IOException {
    return print(open(path).rollback(reason));
  }

  private int print(Promotion promotion) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "version %d is the champion, by promotion %d%n",
        promotion.version(),
        promotion.number());
    out.flush();
    return ExitCode.DONE.code();
  }

  private static ModelStore open(String path) throws IOException {
    ModelStore store = new ModelStore(path, SparkContexts.hadoop(List.of(path)));
    if (!store.exists()) {
      throw new StorageException(ErrorKind.USAGE, path + ": expected a model store, found none");
    }
    return store;
  }
}
