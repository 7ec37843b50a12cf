package dev.unfold.jobs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Properties;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Gives a plain {@code spark-submit} and a driver in the cluster the log of the launcher: Spark is
 * quiet, Unfold says what it does. A configuration of the user's or the cluster's own stays.
 */
final class LogConfiguration {
  private static final String OURS = "log4j2.properties";

  /** The configuration that Spark uses if there is no other. */
  private static final String SPARKS_DEFAULT = "org/apache/spark/log4j2-defaults.properties";

  private LogConfiguration() {}

  /**
   * Sets the log where nobody has chosen how it looks.
   *
   * @param properties those of the process
   */
  static void applyUnlessChosen(Properties properties) {
    boolean named =
        properties.containsKey("log4j2.configurationFile")
            || properties.containsKey("log4j.configurationFile");
    if (!named && LogManager.getContext(false) instanceof LoggerContext context) {
      String location = context.getConfiguration().getConfigurationSource().getLocation();
      if (location == null || location.endsWith(SPARKS_DEFAULT)) {
        Configurator.reconfigure(ours());
      }
    }
  }

  private static URI ours() {
    try {
      return LogConfiguration.class.getResource(OURS).toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
