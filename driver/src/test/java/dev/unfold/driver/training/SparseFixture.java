package dev.unfold.driver.training;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs of a text of many characters, with a sampled softmax and sparse updates. */
public final class SparseFixture {
  private static final int CHARACTERS = 400;
  private static final int LENGTH = 3000;

  private SparseFixture() {}

  /** Writes the texts into a folder. */
  public static RunFixture in(Path folder) throws IOException {
    RunFixture fixture = new RunFixture(folder);
    Files.writeString(fixture.train(), text(1));
    Files.writeString(folder.resolve("validation.txt"), text(2));
    return fixture
        .withNetwork(
            new LayeredNetworkSettings(
                LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
                RecurrentSettings.stack(CellKind.GRU, 1, 6, false),
                6,
                0.1,
                EncoderSettings.defaults(),
                DecoderSettings.defaults(),
                new OutputSettings(
                    OutputSettings.Kind.SAMPLED,
                    List.of(),
                    4,
                    false,
                    false,
                    new OutputSettings.Negatives(9, OutputSettings.Proposal.LOG_UNIFORM))))
        .withSparseUpdates();
  }

  /** Returns characters of which some are rare. */
  private static String text(long seed) {
    CounterRandom random = new CounterRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      double point = i < CHARACTERS ? (double) i / CHARACTERS : random.uniform(i);
      text.append((char) ('\u4e00' + (int) (CHARACTERS * point * point)));
    }
    return text.toString();
  }
}
