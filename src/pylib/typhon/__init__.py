# SPDX-License-Identifier: MIT
"""What Typhon has beyond Python: interpreters, channels, serializers."""
