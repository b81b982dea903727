"""What decides where one machine is too small: an engine that speaks Spark Connect (Apache Spark, Databricks, Sail)."""
