"""What is learned of attacks and spam: features, models, training, evaluation."""
