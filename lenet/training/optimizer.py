"""The optimizer, the loss and one training step."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet.model import with_no_digit
from lenet.training.config import TrainingConfig

PRECONDITION_FREQUENCY = 20  # steps between updates of SOAP's eigenbasis


def make_optimizer(model: nn.Module, config: TrainingConfig) -> torch.optim.Optimizer:
    """Make the optimizer that the settings name: AdamW or SOAP.

    SOAP runs Adam in the eigenbasis of Shampoo's preconditioner. It reaches a lower
    loss than Adam in the same number of epochs.

    Source: Vyas et al., 2024, "SOAP: Improving and Stabilizing Shampoo using Adam".
    """
    settings = {"lr": config.learning_rate, "weight_decay": config.weight_decay}
    if config.optimizer == "soap":
        from pytorch_optimizer import SOAP  # slow to import

        settings["precondition_frequency"] = PRECONDITION_FREQUENCY
        return SOAP(model.parameters(), **settings)
    return torch.optim.AdamW(model.parameters(), fused=True, **settings)


def training_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    images: Tensor,
    labels: Tensor,
    *,
    has_negatives: bool = False,
) -> Tensor:
    """Take one optimizer step and return the mean loss of the batch before it.

    The loss is the cross-entropy, in nats. It is returned as a tensor, so that the
    caller decides when to wait for its value.

    Args:
        has_negatives: There are eleven classes, of which the last is NO_DIGIT.
    """
    optimizer.zero_grad()
    logits = model(images)
    if has_negatives:
        logits = with_no_digit(logits)
    loss = functional.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.detach()
