"""Retrains every night on YARN, in cluster mode.

There the driver is a process of YARN, whose end is that of the application: it succeeds if unfold
retrain exits with 0 (promoted), 3 (nothing new), 4 (refused promotion) or 5 (interrupted), and fails
if it exits with 1, 2 or 6. YARN does not pass on which: the task is also retried after 2 (bad
configuration) and 6 (too little memory), where both retries end in the same way. The DAG in
unfold_retrain_by_code.py tells them apart.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

with DAG(
    dag_id="unfold_retrain",
    description="Unfold: retrain on what is new",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    SparkSubmitOperator(
        task_id="retrain",
        conn_id="spark_yarn",  # master yarn, deploy mode cluster
        application="/opt/unfold/jobs/target/unfold.jar",
        java_class="dev.unfold.jobs.Unfold",
        application_args=["retrain", "hdfs:///unfold/nightly.conf"],
        name="unfold retrain",
        num_executors=4,
        executor_cores=1,
        executor_memory="2g",
        driver_memory="4g",
        conf={
            "spark.executorEnv.OMP_NUM_THREADS": "1",
            "spark.yarn.appMasterEnv.OMP_NUM_THREADS": "1",
            "spark.executorEnv.LC_ALL": "C.UTF-8",  # of the names of files
            "spark.yarn.appMasterEnv.LC_ALL": "C.UTF-8",
            "spark.executor.memoryOverhead": "1g",
        },
        retries=2,  # a run that failed goes on from its last checkpoint; in vain after 2 and 6
        retry_delay=timedelta(minutes=5),
    )
