package dev.unfold.jobs;

import java.util.Objects;
import org.apache.spark.SparkContext;
import picocli.CommandLine.IVersionProvider;

/** Provides the versions in the manifests of the jars. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "Unfold " + versionOf(Version.class),
      "Spark " + versionOf(SparkContext.class),
      "Java " + Runtime.version()
    };
  }

  private static String versionOf(Class<?> type) {
    return Objects.requireNonNullElse(
        type.getPackage().getImplementationVersion(), "(built from sources)");
  }
}
