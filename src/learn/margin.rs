//! The plane with the widest margin between two kinds of cases.
//!
//! Floating point in a fixed order, of which the compiler fuses nothing: the same bytes on each machine.

/// A case: its features with their shares of one, the side it lies on, and what it weighs at most.
#[derive(Debug, Clone)]
pub struct Case {
    /// Numbers of features, each with its share.
    pub features: Vec<(u32, f64)>,
    /// Whether it lies on the side of positive sums.
    pub is_positive: bool,
    /// What it weighs at most.
    pub most: f64,
}

/// Passes over the cases.
const ROUNDS: usize = 60;

/// The weights of features, by coordinate ascent on the dual problem, in a fixed order that mixes the cases.
///
/// # Source
/// Hsieh et al., A Dual Coordinate Descent Method for Large-scale Linear SVM, 2008, algorithm 1.
pub fn separate(cases: &[Case], features: usize) -> Vec<f64> {
    let mut weights = vec![0.0_f64; features];
    let mut shares = vec![0.0_f64; cases.len()];
    let lengths: Vec<f64> = cases.iter().map(|case| case.features.iter().map(|(_, by)| by * by).sum()).collect();
    let mut order: Vec<usize> = (0..cases.len()).filter(|at| lengths[*at] > 0.0).collect();
    order.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16);
    for _ in 0..ROUNDS {
        for &at in &order {
            let case = &cases[at];
            let side = if case.is_positive { 1.0 } else { -1.0 };
            let sum: f64 = case.features.iter().map(|(feature, by)| weights[*feature as usize] * by).sum();
            let new = (shares[at] - (side * sum - 1.0) / lengths[at]).clamp(0.0, case.most);
            if new != shares[at] {
                let change = (new - shares[at]) * side;
                shares[at] = new;
                case.features.iter().for_each(|(feature, by)| weights[*feature as usize] += change * by);
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_is_told_from_what_does_not() {
        let case = |is_positive: bool| Case {
            features: vec![(0, 1.0), (if is_positive { 1 } else { 2 }, 1.0)],
            is_positive,
            most: 0.1,
        };
        let cases: Vec<Case> = (0..400).map(|at| case(at % 2 == 0)).collect();
        let weights = separate(&cases, 4);
        assert!(weights[1] > 0.5 && weights[2] < -0.5 && weights[3] == 0.0, "{weights:?}");
        assert_eq!(weights, separate(&cases, 4));
    }
}
