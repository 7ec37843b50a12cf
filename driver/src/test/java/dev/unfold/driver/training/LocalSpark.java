package dev.unfold.driver.training;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Spark context without UI that all tests of a class share. */
public final class LocalSpark implements BeforeAllCallback, AfterAllCallback {
  private final String master;
  private JavaSparkContext context;

  /** A context with two threads. */
  public LocalSpark() {
    this("local[2]");
  }

  LocalSpark(String master) {
    this.master = master;
  }

  /** Returns the context, which exists while tests run. */
  public JavaSparkContext context() {
    return context;
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    context =
        new JavaSparkContext(
            new SparkConf()
                .setMaster(master)
                .setAppName(test.getDisplayName())
                .set("spark.ui.enabled", "false"));
  }

  @Override
  public void afterAll(ExtensionContext test) {
    context.close();
  }
}
