package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.jobs.process.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corpus of tables grows, and wrong new files are replaced. */
class RetrainTablesTest {
  private static final String CONF =
      """
      corpus {
        train = "%1$s/corpus", validation = "%1$s/held-out.csv"
        format = csv, header = true
        input { column = text, kind = words }, target { column = label, kind = label }
      }
      network { kind = sequence-to-vector, cell = gru, hidden = 4, embedding = 3 }
      training { shards = 1, batch = 4, steps = 4, epochs = 1 }
      evaluation.metric = accuracy
      run.dir = "%1$s/runs"
      store { dir = "%1$s/models", name = mood }
      retrain { held-out = "%1$s/held-out.csv" }
      """;

  @TempDir private Path folder;

  private record Ended(int exitCode, String error) {}

  @Test
  void aFileThatIsWrongIsNamedEachTimeUntilItIsReplaced() throws IOException {
    Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(folder.resolve("held-out.csv"), table("fine", "not so fine"));
    write("monday.csv", table("good", "bad"));
    assertThat(retrain().exitCode()).isZero();

    write("tuesday.csv", table("very good", "very bad"));
    write("wrong.csv", table("as good", "as bad") + "a row,of three,values\n");
    Ended first = retrain();
    assertThat(first.exitCode()).isNotZero();
    assertThat(first.error()).contains("corpus/wrong.csv").doesNotContain("corpus/tuesday.csv");
    Ended second = retrain();
    assertThat(second.exitCode()).isNotZero();
    assertThat(second.error())
        .contains("retraining 2 of this corpus", "corpus/wrong.csv")
        .doesNotContain("corpus/tuesday.csv");

    write("wrong.csv", table("as good", "as bad") + "who knows,mixed\n");
    Ended label = retrain();
    assertThat(label.exitCode()).isNotZero();
    assertThat(label.error()).contains("corpus/wrong.csv", "mixed");

    write("wrong.csv", table("as good", "as bad"));
    Ended corrected = retrain();
    assertThat(corrected.exitCode()).as(corrected.error()).isIn(0, ExitCode.REFUSED.code());
  }

  /** The champion is wrong on a label that it does not know; the challenger has learned it. */
  @Test
  void aHeldOutLabelThatTheChampionNeverHadCountsAsWrong() throws IOException {
    Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(
        folder.resolve("held-out.csv"), table("good", "bad") + "who knows,mixed\n".repeat(48));
    write("monday.csv", table("good", "bad"));
    Ended first = retrain();
    assertThat(first.exitCode()).as(first.error()).isZero();

    write("tuesday.csv", "text,label\n" + "who knows,mixed\n".repeat(64));
    String all = "retrain { data = all, start = scratch }\ntraining.epochs = 8\n";
    Ended second = retrain(all);
    assertThat(second.exitCode()).as(second.error()).isZero();
  }

  private static String table(String good, String bad) {
    return "text,label\n" + (good + ",happy\n" + bad + ",sad\n").repeat(8);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve("corpus").resolve(name), content);
  }

  private Ended retrain(String... more) throws IOException {
    String text = CONF.formatted(folder) + String.join("", more);
    Path conf = Files.writeString(folder.resolve("conf"), text);
    StringWriter err = new StringWriter();
    int code =
        Unfold.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .execute("retrain", conf.toString());
    return new Ended(code, err.toString());
  }
}
