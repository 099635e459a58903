using System.ComponentModel;
using AIWhisperer.Architecture.Tests.Fixtures.Beta;

namespace AIWhisperer.Architecture.Tests.Fixtures.Alpha;

/// <summary>Every way there is to use a type of another room, one a nested type.</summary>
internal static class UsesBeta
{
    public sealed class AsBase : BetaType;

    public static class InField
    {
        private static readonly List<BetaType> s_values = [];

        public static int Count => s_values.Count;
    }

    public sealed class InGenericArgument
    {
        public List<Dictionary<int, BetaType[]>> Values { get; } = [];
    }

    public sealed class InConstraint<T>
        where T : BetaType;

    [TypeConverter(typeof(BetaType))]
    public sealed class InAttribute;

    public interface IInSignature
    {
        void Take(ref BetaType value);
    }

    public static class InBody
    {
        public static int Count() => BetaType.Count;
    }

    public static class InLambda
    {
        public static Func<int> Count() => () => BetaType.Count;
    }

    public static class InLocalFunction
    {
        public static int Count()
        {
            return Twice(1);

            static int Twice(int factor) => factor * BetaType.Count;
        }
    }

    public static class InAsyncBody
    {
        public static async Task<int> CountAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            return await BetaType.CountAsync(cancellationToken);
        }
    }

    public static class InIterator
    {
        public static IEnumerable<int> Counts()
        {
            yield return BetaType.Count;
        }
    }

    public static class InTypeTest
    {
        public static bool Is(object value) => value is BetaType;
    }

    public static class InCatch
    {
        public static int Try(Func<int> action)
        {
            try
            {
                return action();
            }
            catch (BetaException)
            {
                return 0;
            }
        }
    }

    public static class InGenericCall
    {
        public static Array None() => GC.AllocateUninitializedArray<BetaType>(0);
    }
}
