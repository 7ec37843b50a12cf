package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.Test;

class HadoopSettingsTest {
  private static final String RETRIES = "dfs.client.retry.policy.enabled";

  @Test
  void propertiesOfSparkForHadoopAreTakenAsSparkTakesThem() {
    Properties properties = new Properties();
    properties.setProperty("spark.hadoop.fs.defaultFS", "hdfs://names");
    properties.setProperty("spark.hadoop.dfs.replication", "7");
    properties.setProperty("spark.app.name", "not Hadoop's");
    SparkConf spark = new SparkConf(false);
    properties.forEach((name, value) -> spark.set((String) name, (String) value));

    Configuration ours = HadoopSettings.given(properties);

    Configuration sparkConfiguration = SparkHadoopUtil.get().newConfiguration(spark);
    assertThat(ours.get("fs.defaultFS")).isEqualTo("hdfs://names");
    for (String name : new String[] {"fs.defaultFS", "dfs.replication", "io.file.buffer.size"}) {
      assertThat(ours.get(name)).as(name).isEqualTo(sparkConfiguration.get(name));
    }
    assertThat(ours.get("app.name")).isNull();
  }

  @Test
  void hdfsClientsAreConfiguredWhereTheUserDidNot() {
    Properties properties = new Properties();
    assertThat(HadoopSettings.complete(properties).get(RETRIES)).isEqualTo("true");

    properties.setProperty("spark.hadoop." + RETRIES, "false");
    assertThat(HadoopSettings.complete(properties).get(RETRIES)).isEqualTo("false");
  }
}
