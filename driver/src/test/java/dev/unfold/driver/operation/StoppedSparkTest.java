package dev.unfold.driver.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.SharedValue;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests what is reported when Spark stops, in contexts that no other test uses. */
class StoppedSparkTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static JavaSparkContext context(String name) {
    return SPARK.with("spark.app.name", name).context();
  }

  @Test
  void theFailureOfAJobIsNotHiddenByABroadcastThatCannotBeRemoved() {
    JavaSparkContext spark = context("stops while it evaluates");
    CorpusEvaluator evaluator = new CorpusEvaluator(spark, null, null);
    ShardedCorpus corpus = new StoppingCorpus(spark);
    assertThatThrownBy(() -> evaluator.evaluate(corpus, new float[1], "evaluate"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the corpus is lost")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  /** What Spark has removed is null, so that it throws exceptions of other kinds, too. */
  @Test
  void anyUnexpectedExceptionOfAStoppedContextIsExplained() {
    JavaSparkContext spark = context("stops between two jobs");
    assertThatThrownBy(
            () ->
                SparkOperation.run(
                    spark,
                    context -> {
                      context.stop();
                      return SharedValue.of(context, "a model");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Spark stopped before the work was done");
  }

  private record StoppingCorpus(JavaSparkContext spark) implements ShardedCorpus {
    @Override
    public int shards() {
      return 1;
    }

    @Override
    public int batch() {
      return 1;
    }

    @Override
    public int steps() {
      return 1;
    }

    @Override
    public int sourceSteps() {
      return 0;
    }

    @Override
    public long targets() {
      return 1;
    }

    @Override
    public Epoch epoch(long epoch) {
      spark.stop();
      throw new IllegalArgumentException("the corpus is lost");
    }
  }
}
