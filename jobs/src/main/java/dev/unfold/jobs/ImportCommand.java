package dev.unfold.jobs;

import dev.unfold.driver.extension.ImportedModel;
import dev.unfold.driver.extension.ModelFormat;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.extension.Services;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold import FILE}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Imports a zip that DL4J saved, or that unfold export wrote, as a model.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold import quickstart.zip --output models/quickstart",
      "  unfold import trained.zip --vocabulary vocabulary.txt --output models/trained"
    })
final class ImportCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ImportCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "A zip of the ModelSerializer of DL4J 1.0.0-beta or later.")
  private String file;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "MODEL",
      description = "Folder of the model; an existing one is not overwritten.")
  private String output;

  @ArgGroup private SignatureOptions signatureOptions;

  /** The options that define the meaning of ids and numbers. */
  private static final class SignatureOptions {
    @Option(
        names = "--vocabulary",
        required = true,
        paramLabel = "FILE",
        description = "Vocabulary of a language model: one token per line, <unk> first.")
    private String vocabulary;

    @Option(
        names = "--like",
        required = true,
        paramLabel = "MODEL",
        description = {
          "Model with the same vocabulary or schema and the same preprocessing.",
          "Default for both: the entries that unfold export added to the zip."
        })
    private String like;
  }

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkContexts.hadoop(List.of(file, output));
    new WriteAccessCheck("--output", hadoop).requireNew(output);
    ModelFormat format = Services.only(ModelFormat.class, "import");
    LOG.info("reading {}", file);
    ImportedModel imported = format.read(file, signature(hadoop), hadoop);
    ModelFolder folder = imported.write(output, hadoop);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: a %s with %,d parameters%n",
        folder.path(),
        SettingKeys.of(imported.model().config().network().kind()),
        imported.model().network().parameters().parameterCount());
    imported
        .foreign()
        .ifPresent(layer -> out.printf("No built-in network corresponds to it: %s%n", layer));
    out.flush();
    return ExitCode.DONE.code();
  }

  private Optional<ModelSignature> signature(Configuration hadoop) throws IOException {
    if (signatureOptions == null) {
      return Optional.empty();
    }
    return Optional.of(
        signatureOptions.like == null
            ? ModelSignature.ofVocabulary(signatureOptions.vocabulary, hadoop)
            : ModelSignature.of(ModelResolver.open(signatureOptions.like, hadoop)));
  }
}
