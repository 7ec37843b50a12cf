package dev.unfold.jobs;

import dev.unfold.driver.operation.GenerationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.jobs.bench.OneLineJson;
import dev.unfold.jobs.option.PrecisionOption;
import dev.unfold.jobs.option.SamplingOptions;
import dev.unfold.jobs.option.TextRuleOptions;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.generation.text.GeneratedText;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold generate MODEL}. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Generates text, or audio; the same seed gives the same result.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold generate runs/quickstart --prefix 'public ' --temperature 0.8",
      "  unfold generate runs/quickstart --samples 20 --top-p 0.9 --stop $'\\n'",
      "  unfold generate runs/fsdd_audio --length 80000 --output digits.wav"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Text that the model reads first.")
  private String prefix;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "500",
      description = "Tokens of text or samples of audio to generate, at least 1.")
  private int length;

  @Mixin private SamplingOptions sampling;
  @Mixin private TextRuleOptions rules;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Texts to generate together, 1 to 65536.",
        "Several are printed as JSON: an object for each, in a line of its own."
      })
  private int samples;

  @Mixin private PrecisionOption precision;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = {
        "Wav file, for a model of audio; it must not exist.",
        "Text is printed and has no file."
      })
  private String output;

  @Override
  public Integer call() throws IOException {
    GenerationOperation generation =
        new GenerationOperation(
            prefix, length, sampling.requested(), rules.rules(), precision.value());
    GenerationOperation.requireTexts(samples);
    Configuration hadoop = SparkContexts.hadoop();
    LoadedModel loaded = LoadedModel.read(model, hadoop);
    if (output == null) {
      print(generation, loaded);
    } else {
      InvalidSettingException.require(samples == 1, "--samples", "1 for a model of audio", samples);
      generation.writeAudio(loaded, output, hadoop);
    }
    return ExitCode.DONE.code();
  }

  private void print(GenerationOperation generation, LoadedModel loaded) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (samples == 1) {
      generation.run(loaded, out::print);
      out.println();
    } else {
      generation.run(loaded, samples, text -> print(text, out));
    }
    out.flush();
  }

  /** Prints a text at once, so that the texts of a long run can be read before its end. */
  private static void print(GeneratedText text, PrintWriter out) {
    try {
      out.println(OneLineJson.of(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
  }
}
