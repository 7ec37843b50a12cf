package dev.unfold.jobs;

import dev.unfold.driver.operation.GenerationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "" + GenerationOperation.DEFAULT_TEMPERATURE,
      description = "Sampling temperature, at least 0; 0 always takes the most probable token.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Samples from the K most probable tokens only; 0 means all.")
  private int topK;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + RequestedDecoding.DEFAULT_SEED,
      description = "Seed of the sampling.")
  private long seed;

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
        new GenerationOperation(prefix, length, temperature, topK, seed);
    Configuration hadoop = SparkContexts.hadoop();
    LoadedModel loaded = LoadedModel.read(model, hadoop);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      generation.run(loaded, out::print);
      out.println();
      out.flush();
    } else {
      generation.writeAudio(loaded, output, hadoop);
    }
    return ExitCode.DONE.code();
  }
}
