"""Retrains every night with the launcher on Airflow's worker, whose exit code decides about a retry.

That is the code of unfold retrain itself in client mode, and in cluster mode if the default file
system is HDFS. A run that failed (1) or was interrupted (5) goes on from its last checkpoint when
the task is tried again. With 2, bad configuration, and 6, too little memory, it would end in the
same way, so the task fails at once.
"""

import subprocess
from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.operators.python import PythonOperator

COMMAND = ["/opt/unfold/scripts/unfold", "retrain", "/etc/unfold/nightly.conf"]


def run(command):
    """Prints the output, which Airflow puts into the log of the task, and returns the code."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as child:
        try:
            for line in child.stdout:
                print(line, end="", flush=True)
        except BaseException:  # the task is stopped: so is the run, which a retry resumes
            child.terminate()
            raise
    return child.returncode


def retrain():
    code = run(COMMAND)
    if code in (2, 6):
        raise AirflowFailException(f"unfold retrain: exit code {code}, which a retry does not change")
    if code in (3, 4):
        raise AirflowSkipException("nothing new" if code == 3 else "not better: not promoted")
    if code != 0:
        raise AirflowException(f"unfold retrain: exit code {code}")


with DAG(
    dag_id="unfold_retrain_by_code",
    description="Unfold: retrain on what is new",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    PythonOperator(
        task_id="retrain",
        python_callable=retrain,
        retries=2,
        retry_delay=timedelta(minutes=5),
    )
