package dev.unfold.jobs;

import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.worker.evaluation.LossSum;
import dev.unfold.worker.settings.corpus.TargetUnit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of an evaluation as text: a line of metrics and, for sequences, their edits. */
final class EvaluationText {
  private EvaluationText() {}

  static void print(EvaluationOperation.Result result, PrintWriter out) {
    printMetrics(result, out);
    printEdits(result.score().describe(), out);
  }

  /** Prints a line of metrics. */
  static void printMetrics(EvaluationOperation.Result result, PrintWriter out) {
    TargetUnit unit = result.unit();
    LossSum loss = result.score().loss();
    out.printf(Locale.ROOT, "loss %.4f", loss.mean());
    if (loss.kind() == LossSum.Kind.TOKENS) {
      out.printf(
          Locale.ROOT,
          " nats, perplexity %.3f, %.4f bits per %s",
          loss.perplexity(),
          loss.bits(),
          unit.singular());
    }
    if (loss.hasText()) {
      out.printf(Locale.ROOT, ", %.4f bits per byte", loss.bitsPerByte());
      if (Double.isFinite(loss.perplexityPerWord())) {
        out.printf(Locale.ROOT, ", perplexity %.6g per word", loss.perplexityPerWord());
      }
    }
    long withoutLoss = result.counts().getOrDefault("unseenLabels", 0L);
    out.printf(Locale.ROOT, "; %,d %s", loss.targets() + withoutLoss, unit.plural());
    result.score().counts().forEach(count -> print(count.value().describe(), loss.targets(), out));
    result.counts().forEach((name, count) -> print(name, count, unit, out));
    out.println();
  }

  private static void print(String name, long count, TargetUnit unit, PrintWriter out) {
    if (!name.equals(unit.plural())) {
      String words =
          name.replace("unknownTokens", "tokens unknown")
              .replace("unseenLabels", "labels that training never had, not in the loss");
      out.printf(Locale.ROOT, ", %,d %s", count, words);
    }
  }

  /**
   * Prints the metrics of a statistic.
   *
   * @param targets the number of targets of the loss, of which a forecast may be scored on fewer
   */
  private static void print(Map<String, Object> metrics, long targets, PrintWriter out) {
    if (metrics.get("steps") instanceof Number steps && steps.longValue() != targets) {
      out.printf(Locale.ROOT, "; of %,d steps", steps.longValue());
    }
    metrics.forEach(
        (name, metric) -> {
          if (metric instanceof Double number) {
            out.printf(Locale.ROOT, ", %s %.4f", name, number);
          }
        });
  }

  /** Prints the counts of edits and the most frequent confusions, one in a line. */
  private static void printEdits(Map<String, Object> metrics, PrintWriter out) {
    if (!metrics.containsKey("edits")) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "edits %,d of %,d tokens: substitutions %,d, deletions %,d, insertions %,d%n",
        count(metrics, "edits"),
        count(metrics, "referenceTokens"),
        count(metrics, "substitutions"),
        count(metrics, "deletions"),
        count(metrics, "insertions"));
    if (metrics.get("confusions") instanceof List<?> confusions) {
      confusions.forEach(confusion -> printConfusion((Map<?, ?>) confusion, out));
    }
  }

  private static long count(Map<?, ?> metrics, String name) {
    return ((Number) metrics.get(name)).longValue();
  }

  private static void printConfusion(Map<?, ?> confusion, PrintWriter out) {
    Object reference = confusion.get("reference");
    Object predicted = confusion.get("predicted");
    String words =
        reference == null
            ? predicted + " inserted"
            : predicted == null ? reference + " deleted" : reference + " -> " + predicted;
    out.printf(Locale.ROOT, "%,8d  %s%n", count(confusion, "count"), words);
  }
}
