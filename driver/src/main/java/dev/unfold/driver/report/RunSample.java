package dev.unfold.driver.report;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.StreamModel;
import dev.unfold.driver.model.Symbols;
import dev.unfold.worker.generation.Sampler;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Streams;
import dev.unfold.worker.settings.Precision;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model writes, for a reader to judge. */
final class RunSample {
  private static final int LENGTH = 400;
  private static final long SEED = 1;

  /** As drawn, and with the less probable tokens held back. */
  private static final List<Double> TEMPERATURES = List.of(1.0, 0.7);

  private RunSample() {}

  /** Texts of a model over a stream by their temperature; none of any other. */
  static Map<String, String> of(String where, Model model) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (model.symbols() instanceof Symbols.OfStream) {
      StreamModel stream = StreamModel.of(where, model);
      Kernels kernels = Kernels.chooseFastest(Precision.F32);
      for (double temperature : TEMPERATURES) {
        StringBuilder text = new StringBuilder();
        CounterRandom random = new CounterRandom(SEED).derive(Streams.SAMPLING);
        stream.write(kernels, "", LENGTH, new Sampler(temperature, 0, random), text::append);
        texts.put(Double.toString(temperature), text.toString());
      }
    }
    return texts;
  }
}
