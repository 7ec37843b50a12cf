package dev.unfold.jobs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Properties;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Configures the log of a plain {@code spark-submit} and of a driver in the cluster as the launcher
 * does: Unfold logs its steps, and Spark's log is reduced. A configuration of the user or the
 * cluster takes precedence.
 */
final class LogConfiguration {
  private static final String CONFIGURATION = "log4j2.properties";

  /** The configuration that Spark uses if there is no other one. */
  private static final String SPARK_DEFAULT_CONFIGURATION =
      "org/apache/spark/log4j2-defaults.properties";

  private LogConfiguration() {}

  /**
   * Configures the log unless the user or the cluster has configured it.
   *
   * @param properties the properties of the process
   */
  static void applyUnlessChosen(Properties properties) {
    boolean named =
        properties.containsKey("log4j2.configurationFile")
            || properties.containsKey("log4j.configurationFile");
    if (!named && LogManager.getContext(false) instanceof LoggerContext context) {
      String location = context.getConfiguration().getConfigurationSource().getLocation();
      if (location == null || location.endsWith(SPARK_DEFAULT_CONFIGURATION)) {
        Configurator.reconfigure(configuration());
      }
    }
  }

  private static URI configuration() {
    try {
      return LogConfiguration.class.getResource(CONFIGURATION).toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
