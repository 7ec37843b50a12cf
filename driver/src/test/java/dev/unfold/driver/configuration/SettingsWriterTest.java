package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.UnfoldSettings;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class SettingsWriterTest {
  private final SettingsReader reader = new SettingsReader(Map.of(), Configuration::new);

  @Test
  void whatIsWrittenReadsBackEqual() {
    UnfoldSettings settings =
        reader.readText(
            """
            corpus { train = ["a b", "quote \\" backslash \\\\ ${NOT} ü"], test = "hdfs://n/t", unit = word }
            network { cell = gru, dropout = 0.1 }
            training { seed = -9223372036854775808, optimizer { learning-rate = 1e-300, kind = rmsprop } }
            averaging { optimizer-state = reset, outer { kind = nesterov } }
            run.dir = "x#y"
            """,
            "test");

    String text = SettingsWriter.write(settings);

    assertThat(reader.readText(text, "written")).isEqualTo(settings);
    assertThat(text).endsWith("}\n").contains("\"optimizer-state\" : \"reset\"");
  }

  @Test
  void equalSettingsGiveEqualText() {
    UnfoldSettings one = reader.readText("run.dir = r, corpus.train = a", "one");
    UnfoldSettings two =
        reader.readText("corpus { train = [a] }, training.batch = 32, run { dir = r }", "two");

    assertThat(SettingsWriter.write(one)).isEqualTo(SettingsWriter.write(two));
  }
}
